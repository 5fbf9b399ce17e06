import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What every answer carries, files included. The Content-Security-Policy needs a nonce: see src/proxy.ts. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  },
];

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repository,
  // No picture is resized here: sharp would be 19 of the image's 45 MB.
  images: { unoptimized: true },
  outputFileTracingExcludes: {
    '**/*': [
      '../../node_modules/.pnpm/@img+*/**',
      '../../node_modules/.pnpm/sharp@*/**',
      // What next/font computes with while building: 4 MB.
      '../../node_modules/.pnpm/next@*/node_modules/next/dist/server/capsize-font-metrics.json',
    ],
  },
  turbopack: { root: repository },
  poweredByHeader: false,
  reactStrictMode: true,
  // An address of the API with a slash at its end is the backend's to judge.
  skipTrailingSlashRedirect: true,
  // `tsc --noEmit` is the check: the one inside `next build` does not know TypeScript 7.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers },
    {
      source: '/:path*',
      // Over plain http a browser ignores it and complains in its console.
      has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }],
      headers: [{ key: 'Cross-Origin-Opener-Policy', value: 'same-origin' }],
    },
  ],
};

export default config;
