export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Read by the server for the first paint, so a page never flashes in the other theme. */
export const THEME_COOKIE = 'theme';

/** A cookie can hold anything: what is no theme follows the system. */
export const themeFrom = (value: string | undefined): Theme =>
  THEMES.find((theme) => theme === value) ?? 'system';

/** One year in seconds; browsers keep a cookie for 400 days at most. */
const KEPT = 31_536_000;

/** The `document.cookie` text that remembers the choice. */
export const themeCookie = (theme: Theme): string =>
  `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${KEPT}; SameSite=Lax`;
