import { ProblemError, TOOLS, type ToolName } from '@todo/contracts';
import { isUnavailable } from '@todo/tasks';
import type { z } from 'zod';

/** A call that is not done, in words that a model can act on. */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Problems that an answer names: enough to mend a call, and no way to make a small call cost a large answer. */
const MAX_ISSUES = 10;
const MAX_LENGTH = 1000;

const wordsOf = (issue: z.core.$ZodIssue): string => {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: is not known`).join('; ');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
};

/** Arguments that the schema of a tool refuses. */
export const badArguments = (tool: ToolName, error: z.ZodError): Refusal => {
  const issues = error.issues.slice(0, MAX_ISSUES).map(wordsOf).join('; ').slice(0, MAX_LENGTH);
  const takes = Object.keys(TOOLS[tool].input.shape).filter((name) => name !== 'user_id');
  return new Refusal(
    `The arguments are not valid. ${issues}. ${tool} takes ${takes.length > 0 ? takes.join(', ') : 'no arguments'}.`,
  );
};

const OUTAGE = "The tasks can't be reached at the moment. Try again shortly.";
const UNEXPECTED = 'Something went wrong on our side. Try again later.';

/** Why something was not done. `unexpected`: what nobody has thought of, and belongs into the log. */
export interface Reason {
  words: string;
  kind: 'refused' | 'outage' | 'unexpected';
}

/** @param id the number of the task that it was about, if it was about one */
export const reasonOf = (error: unknown, id?: number): Reason => {
  if (error instanceof Refusal) return { words: error.message, kind: 'refused' };
  if (error instanceof ProblemError) return { words: problemWords(error, id), kind: 'refused' };
  if (isUnavailable(error)) return { words: OUTAGE, kind: 'outage' };
  return { words: UNEXPECTED, kind: 'unexpected' };
};

const problemWords = ({ code, message }: ProblemError, id: number | undefined): string => {
  switch (code) {
    case 'not_found':
      return `No task ${id}. Call list_tasks to see the ids.`;
    case 'version_mismatch':
      return `Task ${id} has changed since it was read; nothing was done to it. Call get_task and decide again.`;
    case 'idempotency_key_reused':
      return 'The idempotency key was used for a call with other arguments. Use a new one.';
    default:
      return message;
  }
};
