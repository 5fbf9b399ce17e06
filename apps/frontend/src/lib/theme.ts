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

/** The page's own colour, `--color-paper`, for what a phone draws around it: in a light surrounding, in a dark one. */
export const PAPER = { light: '#fbfaf6', dark: '#171613' } as const;

/** The colours of `<meta name="theme-color">`, in this order, for a system that is light and for one that is dark. */
export const themeColors = (theme: Theme): { media: string; color: string }[] =>
  (['light', 'dark'] as const).map((system) => ({
    media: `(prefers-color-scheme: ${system})`,
    color: PAPER[theme === 'system' ? system : theme],
  }));
