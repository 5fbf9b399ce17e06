/** The query of the page that a `Link` header names with this relation (RFC 8288); null when it names none. */
export const linked = (headers: Headers, rel: 'next' | 'prev'): URLSearchParams | null => {
  for (const link of (headers.get('link') ?? '').split(/,\s*(?=<)/)) {
    const [, target, relation] = /<([^>]+)>;\s*rel="?(\w+)"?/.exec(link) ?? [];
    // The link may be relative; only its query matters.
    if (target !== undefined && relation === rel) return new URL(target, 'http://link').searchParams;
  }
  return null;
};
