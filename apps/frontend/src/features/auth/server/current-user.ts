import type { User } from '@todo/contracts';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { safePath } from '@/lib/safe-path';
import { backendFetch } from '@/server/backend';
import { PAGE_PATH_HEADER } from '@/server/page-path';

/**
 * Who is signed in, asked once per page; null when nobody is.
 * @throws {Error} the backend cannot say.
 */
export const currentUser = cache(async (): Promise<User | null> => {
  // A visitor without any cookie is nobody: the landing page needs no backend.
  if ((await cookies()).size === 0) return null;
  const response = await backendFetch('/api/auth/me');
  if (response.status === 401) return null;
  if (!response.ok) throw new Error(`the backend answered ${response.status} to who is signed in`);
  return (await response.json()) as User;
});

/** The signed-in user; a visitor is sent to sign in, and from there back to this page. */
export const requireUser = async (): Promise<User> => {
  const user = await currentUser();
  if (user !== null) return user;
  const here = safePath((await headers()).get(PAGE_PATH_HEADER));
  redirect(`/sign-in?next=${encodeURIComponent(here)}`);
};
