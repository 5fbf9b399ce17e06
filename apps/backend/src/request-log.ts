import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

/**
 * One line per request, when it is over: Fastify's own two cost twice as much. (Probes are silent by their routes,
 * and who sheds requests writes one line for all of them.)
 */
export class RequestLog extends Fastify.LogController {
  override incomingRequest(): void {}

  override requestCompleted(err: Error | null, request: FastifyRequest, reply: FastifyReply): void {
    if (request.shed) return;
    const line = {
      method: request.method,
      // The pattern, not the path: no ids of people in the log.
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (err) reply.log.warn({ ...line, err }, 'request broke off');
    else reply.log.info(line, 'request');
  }
}
