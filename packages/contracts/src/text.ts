import { z } from 'zod';

/** Counts what a person would count and what PostgreSQL's char_length and JSON Schema's maxLength count. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL_EXCEPT_TAB_AND_NEWLINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

const lone = 'must be well-formed Unicode text';

const wellFormed = () => z.string().refine((text) => text.isWellFormed(), { error: lone, abort: true });

const lengthBetween = (min: number, max: number) => (text: string, context: z.RefinementCtx<string>) => {
  const length = codePoints(text);
  if (length < min)
    context.addIssue({
      code: 'custom',
      message: min === 1 ? 'must not be empty' : `must have at least ${min} characters`,
    });
  if (length > max)
    context.addIssue({ code: 'custom', message: `must have at most ${max} characters, has ${length}` });
};

/** One line of text: trimmed, NFC, without control characters; lengths in code points. */
export const line = (min: number, max: number) =>
  wellFormed()
    .normalize('NFC')
    .trim()
    .refine((text) => !CONTROL.test(text), {
      error: 'must not contain line breaks or control characters',
      abort: true,
    })
    .superRefine(lengthBetween(min, max))
    .meta({ minLength: min, maxLength: max });

/** Text of several lines: NFC, line breaks and tabs allowed, no other control character; lengths in code points. */
export const paragraph = (max: number) =>
  wellFormed()
    .normalize('NFC')
    .trim()
    .refine((text) => !CONTROL_EXCEPT_TAB_AND_NEWLINES.test(text), {
      error: 'must not contain control characters',
      abort: true,
    })
    .superRefine(lengthBetween(0, max))
    .meta({ maxLength: max });

/** A secret that a person types: nothing trimmed, NFC so that the same keys give the same secret on every system. */
export const secret = (min: number, max: number) =>
  wellFormed().normalize('NFC').superRefine(lengthBetween(min, max)).meta({ minLength: min, maxLength: max });

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // An offset such as +02:00 is no zone: it does not know about summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};

const titleCase = (name: string): string =>
  name.toLowerCase().replaceAll(/(^|[/_-])[a-z]/g, (letter) => letter.toUpperCase());

/**
 * One spelling per zone, because names are compared without case and caches by name must not grow with
 * spellings. ICU still says Europe/Kiev for Europe/Kyiv: a new name in its usual spelling stays.
 */
const oneSpelling = (name: string): string =>
  titleCase(name) === name
    ? name
    : new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;

/** An IANA time zone, such as Europe/Vienna. */
export const timeZone = z
  .string()
  .max(64, { abort: true })
  .refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Vienna', abort: true })
  .overwrite(oneSpelling)
  .meta({ examples: ['Europe/Vienna'] });
