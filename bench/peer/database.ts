import pg from 'pg';

const utc = (text: string): string =>
  text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : new Date(text).toISOString();
const textArray: (text: string) => string[] = pg.types.getTypeParser(1009 as typeof pg.types.builtins.TEXT);

const PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.TIMESTAMPTZ, utc],
  [pg.types.builtins.DATE, String],
  [pg.types.builtins.TIME, (text) => text.slice(0, 5)],
  [pg.types.builtins.INT8, Number],
  [1009, textArray],
]);

/** pg as it comes, with the few parsers without which the answers would not be the same. */
export const createPool = (connectionString: string, max: number): pg.Pool =>
  new pg.Pool({
    connectionString,
    max,
    application_name: 'peer',
    types: { getTypeParser: (oid, format) => PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format) },
  });
