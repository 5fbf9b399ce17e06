import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';

/** The bundle has the page's files beside its code; without one they are where the plugin is installed. */
const BUNDLED = fileURLToPath(new URL('../api-page', import.meta.url));

/** Nothing from another origin, and nothing inline; Swagger UI has its icons in `data:` addresses. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The OpenAPI document as a page for people, at /docs. Requests that are tried there go to where the page is from. */
export const apiPage = fp(
  async (app) => {
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      ...(existsSync(BUNDLED) ? { baseDir: BUNDLED } : {}),
      staticCSP: POLICY,
      logo: { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      theme: { title: 'todo: the API' },
      uiConfig: { validatorUrl: null, docExpansion: 'list', layout: 'BaseLayout' },
      transformSpecification: (document) => ({ ...document, servers: [{ url: '/' }] }),
    });
  },
  { name: 'api-page', dependencies: ['openapi'] },
);
