/** Read by the server, so that the list has its room from the first paint on. Kept on this device. */
export const OPEN_COOKIE = 'assistant';

/** One year in seconds; browsers keep a cookie for 400 days at most. */
const KEPT = 31_536_000;

/** The `document.cookie` text that remembers whether the panel beside the list is open. */
export const openCookie = (isOpen: boolean): string =>
  `${OPEN_COOKIE}=${isOpen ? 'open' : 'closed'}; Path=/; Max-Age=${KEPT}; SameSite=Lax`;

export const isOpenIn = (value: string | undefined): boolean => value === 'open';
