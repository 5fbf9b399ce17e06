/** Where a signed-in person starts. */
export const HOME = '/tasks';

/**
 * A path of this site out of text that anybody can put into a link; HOME for everything else.
 * `//host`, `/\host`, `https:` and an address below /api/ are not followed.
 */
export const safePath = (text: string | null | undefined): string => {
  if (text == null || !text.startsWith('/')) return HOME;
  const base = 'http://this.site';
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (
    url === null ||
    url.origin !== base ||
    url.pathname.startsWith('//') ||
    url.pathname.startsWith('/api/')
  )
    return HOME;
  return url.pathname + url.search + url.hash;
};
