import { z } from 'zod';
import { LIMITS } from './limits.js';
import { line, secret, timeZone } from './text.js';

const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'must be like name@example.com' }).max(LIMITS.email.max));
const password = secret(LIMITS.password.min, LIMITS.password.max);
/** A password to compare: too short a one is a wrong one, not a malformed one. */
const presentedPassword = secret(1, LIMITS.password.max);
const name = line(0, LIMITS.name.max);
const instant = z.iso.datetime({ offset: true });

export const user = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  time_zone: z.string(),
  created_at: instant,
});
export type User = z.infer<typeof user>;

export const signUp = z.strictObject({
  email,
  password,
  name: name.default(''),
  time_zone: timeZone.default('UTC'),
});
export type SignUp = z.infer<typeof signUp>;

export const logIn = z.strictObject({ email, password: presentedPassword });
export type LogIn = z.infer<typeof logIn>;

/** `token`: the signed session token, for `Authorization: Bearer`; sliding, ends with the session. A browser gets a cookie instead. */
export const signedIn = z.strictObject({ user, token: z.string().optional() });
export type SignedIn = z.infer<typeof signedIn>;

export const profilePatch = z.strictObject({ name: name.optional(), time_zone: timeZone.optional() });
export type ProfilePatch = z.infer<typeof profilePatch>;

export const passwordChange = z.strictObject({ current_password: presentedPassword, new_password: password });
export type PasswordChange = z.infer<typeof passwordChange>;

/** Deleting an account asks for the password. */
export const accountDeletion = z.strictObject({ password: presentedPassword });
export type AccountDeletion = z.infer<typeof accountDeletion>;

export const session = z.strictObject({
  id: z.string(),
  current: z.boolean(),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: instant,
  last_used_at: instant,
  expires_at: instant,
});
export type Session = z.infer<typeof session>;

export const sessionPath = z.strictObject({ id: z.string().min(1).max(64) });
