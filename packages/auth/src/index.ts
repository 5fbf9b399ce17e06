export {
  ACCESS_TOKEN_LIFETIME,
  type AccessGrant,
  type AccessTokens,
  createAccessTokens,
  InvalidTokenError,
  type VerifiedAccess,
} from './access-token.js';
export { deriveKey, type KeyPurpose, MIN_SECRET_BYTES } from './keys.js';
export { createPersonalTokens, isPersonalToken, type PersonalTokens } from './personal-token.js';
