/** The first language of an `Accept-Language` header that `Intl` knows; `en` without one. */
export const localeFrom = (acceptLanguage: string | null): string => {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim() ?? '';
    try {
      const [known] = Intl.DateTimeFormat.supportedLocalesOf(tag);
      if (known !== undefined) return known;
    } catch {
      // Not a language tag: the next may be one.
    }
  }
  return 'en';
};
