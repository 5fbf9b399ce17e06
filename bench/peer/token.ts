import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '@todo/auth';

interface Claims {
  iss: string;
  aud: string;
  sub: string;
  scope: string;
  exp: number;
}

/** The user of an access token, or null: HS256 with `node:crypto` and nothing between. */
export const createVerify = (secret: string) => {
  const key = deriveKey(secret, 'access-token');
  return (authorization: string | undefined, scope: string): string | null => {
    if (!authorization?.startsWith('Bearer ')) return null;
    const [header = '', payload = '', signature = ''] = authorization.slice(7).split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string };
    const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest();
    const presented = Buffer.from(signature, 'base64url');
    if (alg !== 'HS256' || presented.length !== expected.length || !timingSafeEqual(presented, expected))
      return null;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    const allowed =
      claims.iss === 'todo' &&
      claims.aud === 'todo:api' &&
      claims.exp * 1000 > Date.now() &&
      claims.scope.split(' ').includes(scope);
    return allowed ? claims.sub : null;
  };
};
