import { ProblemError } from '@todo/contracts';

export const notFound = (id: number): ProblemError =>
  new ProblemError('not_found', { detail: `There is no task ${id}.` });

export const notInTrash = (id: number): ProblemError =>
  new ProblemError('not_found', { detail: `There is no task ${id} in the trash.` });

export const versionMismatch = (id: number, current: number): ProblemError =>
  new ProblemError('version_mismatch', {
    detail: `Task ${id} has been changed: it is at version ${current}. Fetch it and decide again.`,
  });

export const unauthenticated = (): ProblemError =>
  new ProblemError('unauthenticated', { detail: 'The account does not exist any more.' });

export const keyReused = (): ProblemError =>
  new ProblemError('idempotency_key_reused', {
    detail: 'The Idempotency-Key was used for a request with another body. Use a new key.',
  });

export const changedSince = (title: string, id: number): ProblemError =>
  new ProblemError('changed_since', {
    detail: `Task ${id} (“${title}”) has been changed since. Nothing was undone.`,
  });

export const goneSince = (id: number): ProblemError =>
  new ProblemError('changed_since', { detail: `Task ${id} does not exist any more. Nothing was undone.` });
