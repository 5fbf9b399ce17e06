import swagger from '@fastify/swagger';
import { SCOPES } from '@todo/contracts';
import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route that reads its body itself: what it takes, by media type. */
    upload?: Record<string, z.ZodType>;
  }
}

/** Header fields that requests may carry, by the method and the end of the path that they belong to. */
const REQUEST_HEADERS: { name: string; description: string; method: RegExp; path: RegExp }[] = [
  {
    name: 'If-Match',
    description: 'The ETag that the change starts from; 412 when the task has another by now.',
    method: /PUT|PATCH|DELETE/,
    path: /tasks\/:id/,
  },
  { name: 'If-None-Match', description: 'The ETag that is known; 304.', method: /GET/, path: /tasks\/:id$/ },
  {
    name: 'Idempotency-Key',
    description: 'The same key with the same body gives the same answer for 24 hours.',
    method: /POST/,
    path: /(tasks|bulk|import|chat)$/,
  },
  { name: 'Last-Event-ID', description: 'Where to go on.', method: /GET/, path: /events$/ },
];

const headersOf = ({ method, url }: RouteOptions) => {
  const fitting = REQUEST_HEADERS.filter(
    (header) => header.method.test(String(method)) && header.path.test(url),
  );
  if (fitting.length === 0) return {};
  const properties = fitting.map(({ name, description }) => [name, { type: 'string', description }]);
  return { headers: { type: 'object', properties: Object.fromEntries(properties) } };
};

const securityOf = ({ config }: RouteOptions): Record<string, string[]>[] => {
  const access = config?.access;
  if (access === undefined || access === 'public') return [];
  if (access === 'session') return [{ sessionCookie: [] }, { sessionToken: [] }];
  return [{ sessionCookie: [] }, { sessionToken: [] }, { personalToken: [] }, { accessToken: [] }];
};

const bodyOf = ({ config }: RouteOptions) => {
  if (config?.upload === undefined) return {};
  const content = Object.entries(config.upload).map(([type, schema]) => {
    const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return [type, { schema: json }];
  });
  return { body: { content: Object.fromEntries(content) } };
};

/** What @todo/health answers, before the app has anything to say. */
const probe = (summary: string) => ({
  get: {
    summary,
    tags: ['operations'],
    security: [],
    responses: {
      '200': { description: 'Yes' },
      '503': { description: 'No; the body says why' },
    },
  },
});
const probes = {
  '/health': probe('How everything is'),
  '/livez': probe('Whether the process works'),
  '/readyz': probe('Whether it wants requests'),
  '/startupz': probe('Whether it has started'),
  '/metrics': {
    get: {
      summary: 'Metrics as Prometheus text',
      tags: ['operations'],
      security: [],
      responses: { '200': { description: 'Counters, gauges and histograms', content: { 'text/plain': {} } } },
    },
  },
};

/** OpenAPI 3.1 at /openapi.json, from the schemas that validate the requests and the access that routes ask for. */
export const openapi = fp<{ publicUrl: string; cookieName: string }>(
  async (app, { publicUrl, cookieName }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'todo', version: '1', description: 'Tasks, and who they belong to.' },
        servers: [{ url: publicUrl }],
        paths: { ...probes },
        components: {
          securitySchemes: {
            sessionCookie: { type: 'apiKey', in: 'cookie', name: cookieName },
            sessionToken: { type: 'http', scheme: 'bearer', description: 'What sign-up and sign-in answer.' },
            personalToken: {
              type: 'http',
              scheme: 'bearer',
              description: `From POST /api/auth/tokens, once; scopes ${SCOPES.join(', ')}.`,
            },
            accessToken: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: `From POST /api/auth/access-token; scopes ${SCOPES.join(', ')}.`,
            },
          },
        },
      },
      transform: (document) => {
        const { schema, url } = jsonSchemaTransform(document);
        // fastify-type-provider-zod leaves a route without a schema as it is.
        if (!url.startsWith('/api/')) return { schema: { ...schema, hide: true }, url };
        const { route } = document;
        const patch =
          route.method === 'PATCH' ? { consumes: ['application/json', 'application/merge-patch+json'] } : {};
        const added = { ...headersOf(route), ...bodyOf(route), ...patch, security: securityOf(route) };
        return { schema: { ...schema, ...added }, url };
      },
    });
    app.get('/openapi.json', async () => app.swagger());
  },
  { name: 'openapi' },
);
