import { runtime } from '@/server/runtime';

export const dynamic = 'force-dynamic';

/** The browser talks to this origin only: everything below /api is the backend's answer. */
const handle = (request: Request): Promise<Response> => runtime().proxy(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
