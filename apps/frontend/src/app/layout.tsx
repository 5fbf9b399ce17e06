import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeFrom } from '@/lib/theme';
import { latin, latinExtended } from './fonts';
import { Providers } from './providers';

export const metadata: Metadata = {
  title: { default: 'todo', template: '%s · todo' },
  description:
    'A calm list of what you have to do. It saves at once and shows up wherever you are signed in.',
  robots: { index: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf6' },
    { media: '(prefers-color-scheme: dark)', color: '#171613' },
  ],
};

// Reading a cookie also makes every page dynamic, which the nonce of the Content-Security-Policy needs.
const RootLayout = async ({ children }: { children: ReactNode }) => {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme} className={`${latin.variable} ${latinExtended.variable}`}>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
};

export default RootLayout;
