'use client';

import { useSyncExternalStore } from 'react';
import { type Theme, themeColors, themeCookie, themeFrom } from '@/lib/theme';

/** The attribute of the page is the state: the server wrote it from the cookie. */
const subscribe = (listener: () => void): (() => void) => {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
};

const choose = (theme: Theme): void => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = themeCookie(theme);
  document.documentElement.dataset.theme = theme;
  for (const { media, color } of themeColors(theme))
    document.querySelector(`meta[name="theme-color"][media="${media}"]`)?.setAttribute('content', color);
};

/** The theme and how to choose another, at once and for later. */
export const useTheme = (): [Theme, (theme: Theme) => void] => {
  const theme = useSyncExternalStore(
    subscribe,
    () => themeFrom(document.documentElement.dataset.theme),
    () => 'system' as const,
  );
  return [theme, choose];
};

/** What the themes are called. */
export const THEME_OPTIONS: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
