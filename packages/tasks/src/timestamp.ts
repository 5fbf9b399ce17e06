const TEXT = /^(\d{4,})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?$/;

/**
 * PostgreSQL's text of a timestamptz as RFC 3339 in UTC, with the microseconds that a Date would lose:
 * `2026-01-01 11:00:00.123456+01` becomes `2026-01-01T10:00:00.123456Z`.
 */
export const toRfc3339 = (text: string): string => {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  const match = TEXT.exec(text);
  if (match === null) throw new Error('not the text of a timestamptz');
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours, minutes, seconds] = match;
  const wall = Date.UTC(
    +(year ?? 0),
    +(month ?? 0) - 1,
    +(day ?? 0),
    +(hour ?? 0),
    +(minute ?? 0),
    +(second ?? 0),
  );
  const offset = +(hours ?? 0) * 3600 + +(minutes ?? 0) * 60 + +(seconds ?? 0);
  const utc = new Date(wall - (sign === '-' ? -offset : offset) * 1000);
  return `${utc.toISOString().slice(0, -5)}${fraction}Z`;
};
