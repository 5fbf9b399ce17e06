import { ACCESS_TOKEN_LIFETIME, type AccessTokens, type PersonalTokens } from '@todo/auth';
import {
  accessToken,
  accessTokenRequest,
  accountDeletion,
  logIn,
  ProblemError,
  passwordChange,
  profilePatch,
  SCOPES,
  session,
  sessionPath,
  signedIn,
  signUp,
  user,
} from '@todo/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Authentication } from '../../authentication/authentication.js';
import { sessionOf } from '../../plugins/app/access.js';
import { problemResponses } from '../problem-responses.js';
import { clientOf, sendSignedIn } from './client.js';
import { personalTokenRoutes } from './personal-tokens.js';

const tags = ['account'];
// What hashes a password waits for that in its own queue: see createPasswordWork.
const open = { access: 'public', ownQueue: true } as const;
const withSession = { access: 'session' } as const;
const withPassword = { ...withSession, ownQueue: true } as const;
const nothing = { 204: z.void(), ...problemResponses };

/** `/api/auth` */
export const authRoutes =
  (deps: {
    authentication: Authentication;
    accessTokens: AccessTokens;
    personalTokens: PersonalTokens;
    signUpOpen: boolean;
  }): FastifyPluginAsyncZod =>
  async (app) => {
    const { authentication } = deps;
    app.addHook('onRequest', (_request, reply, done) => {
      reply.header('cache-control', 'no-store');
      done();
    });

    await app.register(personalTokenRoutes(deps));

    app.post(
      '/signup',
      {
        config: open,
        schema: { summary: 'Sign up', tags, body: signUp, response: { 201: signedIn, ...problemResponses } },
      },
      async (request, reply) => {
        if (!deps.signUpOpen) throw new ProblemError('signup_closed');
        const result = await authentication.signUp(request.body, clientOf(request));
        reply.code(201);
        return sendSignedIn(request, reply, result);
      },
    );

    app.post(
      '/login',
      {
        config: open,
        schema: { summary: 'Sign in', tags, body: logIn, response: { 200: signedIn, ...problemResponses } },
      },
      async (request, reply) =>
        sendSignedIn(request, reply, await authentication.logIn(request.body, clientOf(request))),
    );

    app.post(
      '/logout',
      { config: withSession, schema: { summary: 'Sign out', tags, response: nothing } },
      async (request, reply) => {
        const cookies = await authentication.logOut(sessionOf(request).token, clientOf(request));
        return reply.code(204).header('set-cookie', cookies).send();
      },
    );

    app.get(
      '/me',
      {
        config: withSession,
        schema: { summary: 'Who is signed in', tags, response: { 200: user, ...problemResponses } },
      },
      async (request) => authentication.user(sessionOf(request).token),
    );

    app.patch(
      '/me',
      {
        config: withSession,
        schema: {
          summary: 'Change name and time zone',
          tags,
          body: profilePatch,
          response: { 200: user, ...problemResponses },
        },
      },
      async (request) =>
        authentication.updateProfile(sessionOf(request).token, request.body, clientOf(request)),
    );

    app.delete(
      '/me',
      {
        config: withPassword,
        schema: {
          summary: 'Delete the account and everything in it',
          tags,
          body: accountDeletion,
          response: nothing,
        },
      },
      async (request, reply) => {
        const cookies = await authentication.deleteAccount(
          sessionOf(request).token,
          request.body,
          clientOf(request),
        );
        return reply.code(204).header('set-cookie', cookies).send();
      },
    );

    app.post(
      '/password',
      {
        config: withPassword,
        schema: {
          summary: 'Change the password; ends every other session',
          tags,
          body: passwordChange,
          response: { 200: signedIn, ...problemResponses },
        },
      },
      async (request, reply) => {
        const result = await authentication.changePassword(
          sessionOf(request).token,
          request.body,
          clientOf(request),
        );
        return sendSignedIn(request, reply, result);
      },
    );

    app.get(
      '/sessions',
      {
        config: withSession,
        schema: { summary: 'List sessions', tags, response: { 200: z.array(session), ...problemResponses } },
      },
      async (request) => {
        const { id, token } = sessionOf(request);
        return authentication.listSessions(token, id, clientOf(request));
      },
    );

    app.delete(
      '/sessions/:id',
      {
        config: withSession,
        schema: { summary: 'End a session', tags, params: sessionPath, response: nothing },
      },
      async (request, reply) => {
        await authentication.endSession(sessionOf(request).token, request.params.id, clientOf(request));
        return reply.code(204).send();
      },
    );

    app.post(
      '/access-token',
      {
        config: withSession,
        schema: {
          summary: 'Get a short access token',
          description: `For programs that make many requests: it is checked without the database and lasts ${ACCESS_TOKEN_LIFETIME} seconds.`,
          tags,
          body: accessTokenRequest,
          response: { 200: accessToken, ...problemResponses },
        },
      },
      async (request) => {
        const { userId } = sessionOf(request);
        return {
          access_token: deps.accessTokens.mint({ userId, scopes: SCOPES }, request.body.audience),
          token_type: 'Bearer' as const,
          expires_in: ACCESS_TOKEN_LIFETIME,
        };
      },
    );
  };
