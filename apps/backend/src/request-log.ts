import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

/** One line per request, when it is over: Fastify's own two cost twice as much. A probe is not worth one. */
export class RequestLog extends Fastify.LogController {
  override incomingRequest(): void {}

  override requestCompleted(err: Error | null, request: FastifyRequest, reply: FastifyReply): void {
    const { config, url } = request.routeOptions;
    if (config?.probe !== undefined) return;
    const line = {
      method: request.method,
      // The pattern, not the path: no ids of people in the log.
      route: url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (err) reply.log.warn({ ...line, err }, 'request broke off');
    else reply.log.info(line, 'request');
  }
}
