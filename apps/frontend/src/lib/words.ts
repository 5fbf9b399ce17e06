import { ApiProblem, messageOf } from './api';

const unit = (value: number, name: 'second' | 'minute'): string =>
  new Intl.NumberFormat('en', { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);

/** Seconds as a person says them: "45 seconds", "3 minutes". Rounded up, so that nobody comes back too early. */
export const waitInWords = (seconds: number): string =>
  seconds < 100 ? unit(Math.ceil(seconds), 'second') : unit(Math.ceil(seconds / 60), 'minute');

/** What went wrong when a form was sent, and what to do. */
export const failureInWords = (error: unknown): string => {
  if (error instanceof ApiProblem && error.code === 'rate_limited')
    return error.retryAfter === null
      ? 'Too many attempts. Wait a moment and try again.'
      : `Too many attempts. Try again in ${waitInWords(error.retryAfter)}.`;
  if (error instanceof ApiProblem && error.code === 'invalid_credentials')
    return 'E-mail address or password is wrong. Check both and try again.';
  return messageOf(error);
};

/** "must have at least 8 characters" beside its label, as a sentence; an empty field is asked for instead. */
export const fieldInWords = (
  label: string,
  message: string | undefined,
  value: unknown,
): string | undefined => {
  if (message === undefined) return undefined;
  if (value === '' || value == null) return `Enter your ${label.toLowerCase()}.`;
  return /^[a-z]/.test(message) ? `${label} ${message}.` : message;
};
