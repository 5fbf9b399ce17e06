import { createHmac, timingSafeEqual } from 'node:crypto';
import { sessionKey } from './better-auth.js';

/** better-auth's signed cookie value: the token, a dot, and the base64 of its HMAC-SHA256. */
const signature = (token: string, key: string): Buffer => createHmac('sha256', key).update(token).digest();

/**
 * Accepts session tokens that were signed with the previous secret, while one is named: it signs them anew,
 * because better-auth itself checks against one secret only. Every other token comes back as it is.
 */
export const createSessionTokenRotation = (secret: string, previousSecret?: string) => {
  if (previousSecret === undefined) return (signed: string): string => signed;
  const current = sessionKey(secret);
  const previous = sessionKey(previousSecret);
  return (signed: string): string => {
    const dot = signed.lastIndexOf('.');
    if (dot < 1) return signed;
    const token = signed.slice(0, dot);
    const presented = Buffer.from(signed.slice(dot + 1), 'base64');
    const expected = signature(token, previous);
    if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return signed;
    return `${token}.${signature(token, current).toString('base64')}`;
  };
};
