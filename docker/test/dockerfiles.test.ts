import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const services = ['backend', 'frontend', 'mcp'] as const;

const dockerfiles = services.map((service) => {
  const text = read(`docker/${service}.Dockerfile`);
  const [common = '', own = ''] = text.split(/^# -+$/m);
  const { scripts } = JSON.parse(read(`apps/${service}/package.json`)) as { scripts: { start: string } };
  const [, command = ''] = /^CMD (\[.+\])$/m.exec(own) ?? [];
  return { service, text, common, own, start: scripts.start.split(' '), command };
});

test('the stages before the line of dashes are the same in all three, but for the name of the app', () => {
  const [first, ...others] = dockerfiles.map(({ service, common }) => common.replaceAll(service, 'app'));
  expect(first).toContain('AS runtime');
  for (const other of others) expect(other).toBe(first);
});

test.each(dockerfiles)('the image of $service runs what its start script runs', ({ start, command }) => {
  const nameOf = (argument: string) => (argument.endsWith('.js') ? argument.split('/').at(-1) : argument);
  expect(JSON.parse(command)).toEqual(start.map(nameOf));
});

test.each(dockerfiles)('the base of $service is named once, as an argument', ({ text }) => {
  expect(text.match(/node:\d+/g)).toEqual(['node:20']);
  expect([...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base?.replace(/[{}]/g, ''))).toEqual([
    '$NODE_IMAGE',
    'tools',
    'tools',
    '$NODE_IMAGE',
  ]);
});
