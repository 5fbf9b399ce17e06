import type { PersonalTokens } from '@todo/auth';
import { createdPersonalToken, newPersonalToken, personalToken, personalTokenPath } from '@todo/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Authentication } from '../../authentication/authentication.js';
import { sessionOf } from '../../plugins/app/access.js';
import { problemResponses } from '../problem-responses.js';

const tags = ['access tokens'];
// A token can't make another one, or it would outlive its own revocation.
const withSession = { access: 'session' } as const;

/** `/api/auth/tokens` */
export const personalTokenRoutes =
  ({
    authentication,
    personalTokens,
  }: {
    authentication: Authentication;
    personalTokens: PersonalTokens;
  }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/tokens',
      {
        config: withSession,
        schema: {
          summary: 'List access tokens',
          tags,
          response: { 200: z.array(personalToken), ...problemResponses },
        },
      },
      async (request) => personalTokens.list(sessionOf(request).userId),
    );

    app.post(
      '/tokens',
      {
        config: withSession,
        schema: {
          summary: 'Create an access token',
          description:
            'For a program that works with your tasks. The answer is the only one that holds the token.',
          tags,
          body: newPersonalToken,
          response: { 201: createdPersonalToken, ...problemResponses },
        },
      },
      async (request, reply) => {
        // Asked anew: what a session may leave behind must not come from one that was ended a moment ago.
        const { id } = await authentication.user(sessionOf(request).token);
        return reply.code(201).send(await personalTokens.issue(id, request.body));
      },
    );

    app.delete(
      '/tokens/:id',
      {
        config: withSession,
        schema: {
          summary: 'Revoke an access token',
          description: 'It is refused from then on.',
          tags,
          params: personalTokenPath,
          response: { 204: z.void(), ...problemResponses },
        },
      },
      async (request, reply) => {
        await personalTokens.revoke(sessionOf(request).userId, request.params.id);
        return reply.code(204).send();
      },
    );
  };
