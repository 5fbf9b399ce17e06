import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './settings.mjs';

/**
 * What vitest's JSON report says of a test file.
 * @typedef {{
 *   name: string,
 *   status: string,
 *   endTime: number,
 *   message: string,
 *   assertionResults: { status: string, fullName: string, failureMessages: string[] }[],
 * }} FileReport
 */

/** Where each package's vitest writes its report, from the package's folder; git ignores it. */
export const reportPath = join('test-results', 'vitest.json');

/** The workspace's packages that have a test script. @returns {{ name: string, folder: string }[]} */
export function testedPackages() {
  const groups = ['apps', 'packages', 'tooling'].map((group) => join(root, group));
  const folders = [
    ...groups.flatMap((group) => readdirSync(group).map((name) => join(group, name))),
    ...['e2e', 'bench', 'scripts', 'docker', 'helm', 'ops'].map((name) => join(root, name)),
  ];
  return folders.flatMap((folder) => {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) return [];
    const { name, scripts } = JSON.parse(readFileSync(file, 'utf8'));
    return scripts?.test ? [{ name, folder }] : [];
  });
}

/** Takes away the reports of an earlier run. @param {{ folder: string }[]} packages */
export function removeReports(packages) {
  for (const { folder } of packages) rmSync(join(folder, reportPath), { force: true });
}

/**
 * What a package's vitest says it did. No report, one without a test, or a failure outside the tests
 * counts as one: nothing that did not run may look as if it had passed.
 * @param {string} folder
 * @returns {{ passed: number, failed: number, skipped: number, seconds: number, failures: string[] }}
 */
export function readReport(folder) {
  try {
    const report = JSON.parse(readFileSync(join(folder, reportPath), 'utf8'));
    const ends = report.testResults.map((/** @type {{ endTime: number }} */ { endTime }) => endTime);
    return {
      passed: report.numPassedTests,
      failed: report.success ? report.numFailedTests : Math.max(1, report.numFailedTests),
      skipped: report.numPendingTests + report.numTodoTests,
      seconds: ends.length > 0 ? (Math.max(...ends) - report.startTime) / 1000 : 0,
      failures: report.testResults.flatMap((/** @type {FileReport} */ file) => failuresOf(file, folder)),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, seconds: 0, failures: [] };
  }
}

/**
 * What went wrong in a test file, a line for each test and for what failed outside the tests.
 * @param {FileReport} file
 * @param {string} folder of the package
 * @returns {string[]}
 */
export function failuresOf({ name, status, message, assertionResults }, folder) {
  if (status !== 'failed') return [];
  const line = (/** @type {string} */ what, /** @type {string} */ why) =>
    `${relative(folder, name)} > ${what}: ${stripVTControlCharacters(why).trim().split('\n')[0]}`;
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [line('outside its tests', message)];
  return failed.map(({ fullName, failureMessages }) => line(fullName, failureMessages[0] ?? ''));
}
