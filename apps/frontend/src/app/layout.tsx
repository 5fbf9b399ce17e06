import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, type Theme, themeColors, themeFrom } from '@/lib/theme';
import { latin, latinExtended } from './fonts';
import { Providers } from './providers';

export const metadata: Metadata = {
  title: { default: 'todo', template: '%s · todo' },
  description:
    'A calm list of what you have to do. It saves at once and shows up wherever you are signed in.',
  robots: { index: false },
  appleWebApp: { title: 'todo', statusBarStyle: 'default' },
};

// Reading a cookie also makes every page dynamic, which the nonce of the Content-Security-Policy needs.
const chosenTheme = async (): Promise<Theme> => themeFrom((await cookies()).get(THEME_COOKIE)?.value);

export const generateViewport = async (): Promise<Viewport> => ({
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: themeColors(await chosenTheme()),
});

const RootLayout = async ({ children }: { children: ReactNode }) => (
  <html lang="en" data-theme={await chosenTheme()} className={`${latin.variable} ${latinExtended.variable}`}>
    <body>
      <Providers>{children}</Providers>
    </body>
  </html>
);

export default RootLayout;
