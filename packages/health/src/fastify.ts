import type { FastifyPluginCallback } from 'fastify';
import { type Health, PROBE_PATHS, type Probe } from './health.js';
import type { Lifecycle } from './lifecycle.js';
import { renderProbe } from './probe.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on the routes that answer a probe. */
    probe?: Probe;
  }
}

export interface HealthPluginOptions {
  health: Health;
  /** Left out, only the probes are answered: in tests of an app that does not own its process. */
  lifecycle?: Lifecycle;
}

/**
 * Answers the probes of a Fastify app and has the lifecycle drain and close it.
 * Register it before every other plugin: `await app.register(healthPlugin, { health, lifecycle })`.
 */
export const healthPlugin: FastifyPluginCallback<HealthPluginOptions> = (app, options, done) => {
  const { health, lifecycle } = options;
  // The first onRequest hook of these routes: those that the app adds later, for authentication,
  // rate limits and load shedding, come after it.
  app.addHook('onRequest', (request, reply, next) => {
    const { probe } = request.routeOptions.config;
    if (probe === undefined) return next();
    const { statusCode, headers, payload } = renderProbe(health, probe);
    reply.code(statusCode).headers(headers).send(payload);
  });
  for (const [url, probe] of PROBE_PATHS) {
    const unreachable = () => {
      throw new Error('the onRequest hook answers');
    };
    app.route({ method: 'GET', url, logLevel: 'silent', config: { probe }, handler: unreachable });
  }
  if (lifecycle) {
    lifecycle.attach(app.server);
    // Not the drain: a Fastify app that closes answers 503 from the first moment.
    lifecycle.onClose('fastify', () => app.close());
  }
  done();
};
