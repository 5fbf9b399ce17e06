import { hkdfSync } from 'node:crypto';

/** What a key is for. Keys of different purposes tell nothing about each other (RFC 5869). */
export type KeyPurpose = 'access-token' | 'session';

/** The least length of `JWT_SECRET`: 32 bytes, as HMAC-SHA256 wants (RFC 7518, section 3.2). */
export const MIN_SECRET_BYTES = 32;

/**
 * Derives the 32-byte key for one purpose from the one secret of the installation, by HKDF-SHA256.
 * @throws RangeError when the secret is shorter than MIN_SECRET_BYTES
 */
export const deriveKey = (secret: string, purpose: KeyPurpose): Buffer => {
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES)
    throw new RangeError(`the secret must have at least ${MIN_SECRET_BYTES} bytes`);
  return Buffer.from(hkdfSync('sha256', secret, 'todo', purpose, 32));
};
