import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { PAGE_PATH_HEADER } from './server/page-path';
import { contentSecurityPolicy } from './server/security-policy';

/** Gives each page its Content-Security-Policy with a nonce of its own, and its own address. */
export const proxy = (request: NextRequest): NextResponse => {
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString('base64'),
    development: process.env.NODE_ENV === 'development',
  });
  // Next reads the nonce from the request's header and puts it on its own scripts.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(PAGE_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
};

export const config = {
  // Not /api: a request that passes here is buffered, and cut at 10 MB. Files need no policy.
  matcher: [{ source: '/((?!api/|_next/static/|favicon|icon|apple-icon|manifest).*)' }],
};
