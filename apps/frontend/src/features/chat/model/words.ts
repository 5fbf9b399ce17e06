import type { Turn } from '@todo/contracts';
import { ApiProblem, messageOf } from '@/lib/api';
import { waitInWords } from '@/lib/words';

/** What can be said to begin with. */
export const SUGGESTIONS = [
  'Add a task to buy groceries tomorrow at 5pm',
  'What’s pending?',
  'How am I doing?',
  'Delete all completed tasks',
] as const;

/** How a turn stands when its reply does not say it; null when it is as it should be. */
export const statusInWords = ({ status, response }: Pick<Turn, 'status' | 'response'>): string | null => {
  switch (status) {
    case 'failed':
      return response === ''
        ? 'The assistant could not answer.'
        : 'The assistant could not finish its answer.';
    case 'interrupted':
      return 'The answer was interrupted. What is listed above has been done.';
    case 'cancelled':
      return 'Stopped.';
    default:
      return null;
  }
};

/** The two answers to a question, as buttons say them. */
export const ANSWERS = { yes: 'Yes, go ahead', no: 'No, don’t' } as const;

/** Why a message was not sent, and what to do. */
export const unsentInWords = (error: unknown): string => {
  if (isSignedOut(error)) return 'Not sent: you are signed out. Your message is still in the field.';
  if (error instanceof ApiProblem && error.code === 'rate_limited' && error.retryAfter !== null)
    return `Not sent. ${error.message} Try again in ${waitInWords(error.retryAfter)}.`;
  return `Not sent. ${messageOf(error)}`;
};

/** Whether that is over as soon as somebody has signed in. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'unauthenticated';
