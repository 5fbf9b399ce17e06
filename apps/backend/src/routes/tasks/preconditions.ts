import { fieldError } from '@todo/contracts';

/** The entity tag of a version. */
export const entityTag = (version: number): string => `"${version}"`;

/** `W/` is ignored, because proxies that compress add it. */
const TAG = /^(?:W\/)?"(\d{1,10})"$/;
const ANY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;

const versions = (header: string, name: string): number[] | '*' => {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => ANY_TAG.test(tag)))
    throw fieldError(name, 'must be entity tags such as "3", or *');
  // A well-formed tag that we never gave out matches nothing.
  return tags.map((tag) => Number(TAG.exec(tag)?.[1] ?? -1));
};

/**
 * The versions that If-Match allows; undefined when any will do (RFC 9110, section 13.1.1).
 * @throws ProblemError `validation_failed` when it is not a list of entity tags
 */
export const expectedVersions = (header: string | undefined): number[] | undefined => {
  if (header === undefined) return undefined;
  const allowed = versions(header, 'If-Match');
  return allowed === '*' ? undefined : allowed;
};

/** Whether If-None-Match names this version, so that 304 is the answer (RFC 9110, section 13.1.2). */
export const isNotModified = (header: string | undefined, version: number): boolean => {
  if (header === undefined) return false;
  const known = versions(header, 'If-None-Match');
  return known === '*' || known.includes(version);
};
