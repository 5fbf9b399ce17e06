import type { FastifyPluginCallback } from 'fastify';
import type { AdmissionOptions } from './admission.js';
import { type Health, PROBE_PATHS, type Probe } from './health.js';
import type { Lifecycle } from './lifecycle.js';
import { METRICS_PATH, renderProbe } from './probe.js';
import { createRequestDurations, UNMATCHED_ROUTE } from './request-metrics.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on the routes of this plugin. */
    probe?: Probe | 'metrics';
  }
}

export interface HealthPluginOptions {
  health: Health;
  /** Left out in tests of an app that does not own its process; `health.enter('ready')` is theirs to call. */
  lifecycle?: Lifecycle | undefined;
  /** Of `lifecycle.attach()`. Off by default. */
  admission?: AdmissionOptions | undefined;
  /** How long the app's own `onClose` hooks may take, ms. Default 2000. */
  closeTimeoutMs?: number | undefined;
}

/** The routes: a plugin of its own, so that the hook is theirs alone. */
const routes: FastifyPluginCallback<{ health: Health }> = (app, { health }, done) => {
  // The first onRequest hook of these routes: those that the app adds later, for authentication,
  // rate limits and load shedding, come after it.
  app.addHook('onRequest', (request, reply, next) => {
    const { probe } = request.routeOptions.config;
    if (probe === undefined) return next();
    if (probe === 'metrics') {
      const { metrics } = health;
      reply.type(metrics.contentType).header('cache-control', 'no-store').send(metrics.render());
      return;
    }
    const { statusCode, headers, payload } = renderProbe(health, probe);
    reply.code(statusCode).headers(headers).send(payload);
  });
  for (const [url, probe] of [...PROBE_PATHS, [METRICS_PATH, 'metrics'] as const]) {
    const unreachable = () => {
      throw new Error('the onRequest hook answers');
    };
    app.route({
      method: 'GET',
      url,
      exposeHeadRoute: true,
      logLevel: 'silent',
      config: { probe },
      handler: unreachable,
    });
  }
  done();
};

const plugin: FastifyPluginCallback<HealthPluginOptions> = (app, options, done) => {
  const { health, lifecycle, admission, closeTimeoutMs } = options;
  app.register(routes, { health });

  const durations = createRequestDurations(health.metrics);
  app.addHook('onResponse', (request, reply, next) => {
    const { config, url = UNMATCHED_ROUTE } = request.routeOptions;
    if (config.probe === undefined) {
      const labels = { method: request.method, route: url, status: reply.statusCode };
      durations.observe(labels, reply.elapsedTime / 1e3);
    }
    next();
  });

  if (lifecycle) {
    lifecycle.attach(app.server, { admission });
    let loaded = false;
    app.addHook('onReady', (next) => {
      loaded = true;
      next();
    });
    // Not the drain: a Fastify app that closes answers 503 from the first moment. One that is still being
    // loaded would be loaded to its end first.
    lifecycle.onClose('fastify', () => (loaded ? app.close() : undefined), closeTimeoutMs);
    // For `localhost` Fastify opens a second server, which would not be drained.
    app.addHook('onListen', (next) => {
      if (app.addresses().length > 1) setImmediate(refuseTwoServers);
      next();
    });
  }
  done();
};

/** Outside of the hook, because Fastify only logs what an onListen hook throws. */
function refuseTwoServers(): never {
  throw new TypeError(
    'Fastify listens on two addresses and one can be drained: give a host such as 0.0.0.0 or 127.0.0.1',
  );
}

/**
 * Answers the probes and `/metrics` of a Fastify app, measures its requests by route, and has the lifecycle
 * drain and close it.
 * Register it before every other plugin: `await app.register(healthPlugin, { health, lifecycle })`.
 */
export const healthPlugin = Object.assign(plugin, {
  // What fastify-plugin does: its hooks are those of the whole app.
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@todo/health',
});
