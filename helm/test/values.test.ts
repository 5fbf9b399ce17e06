import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { chart, renderChart } from '../render.js';
import { describeWith } from './support/tools.js';

interface Schema {
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  $ref?: string;
  definitions?: Record<string, Schema>;
}

const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8')) as Schema;
const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as Record<string, unknown>;

const resolve = (one: Schema): Schema =>
  one.$ref === undefined ? one : (schema.definitions?.[one.$ref.replace('#/definitions/', '')] ?? {});

/** Every place in the values, as `--set` names it, with its schema. */
const places = (content: unknown, at: Schema, path: string[] = []): { path: string[]; schema: Schema }[] => {
  const here = resolve(at);
  const below = Object.entries(here.properties ?? {}).flatMap(([key, property]) =>
    places((content as Record<string, unknown> | undefined)?.[key], property, [...path, key]),
  );
  return path.length === 0 ? below : [{ path, schema: here }, ...below];
};
const all = places(values, schema);
const objects = all.filter((place) => place.schema.properties !== undefined);

test('the schema knows every value, and values.yaml has a default for each', () => {
  const keysOf = (content: unknown, at: Schema, path: string): string[] => {
    const { properties } = resolve(at);
    if (properties === undefined || typeof content !== 'object' || content === null) return [];
    const own = Object.keys(content).sort();
    const optional = resolve(at).required ?? [];
    expect(own, path).toEqual(expect.arrayContaining(optional));
    expect(Object.keys(properties), path).toEqual(expect.arrayContaining(own));
    return own.flatMap((key) => [
      `${path}.${key}`,
      ...keysOf((content as Record<string, unknown>)[key], properties[key] ?? {}, `${path}.${key}`),
    ]);
  };
  expect(keysOf(values, schema, '').length).toBeGreaterThan(80);
});

/** Each value is a run of Helm. */
const MANY_RUNS = { timeout: 60_000 };

describeWith('helm')('refused is', () => {
  test('a misspelt key, wherever it stands', MANY_RUNS, () => {
    for (const path of [[], ...objects.map((place) => place.path)]) {
      const key = [...path, 'mispelt'].join('.');
      expect(() => renderChart({ set: [`${key}=1`] }), key).toThrow('mispelt');
    }
  });

  test('a key that was removed with null, wherever it stands', MANY_RUNS, () => {
    const required = all.filter(({ path }) => {
      const parent = path.slice(0, -1).join('.');
      const { schema: above } = all.find((place) => place.path.join('.') === parent) ?? { schema };
      return resolve(above).required?.includes(path.at(-1) ?? '');
    });
    expect(required.length).toBeGreaterThan(80);
    // One in four will do.
    for (const { path } of required.filter((_, index) => index % 4 === 0))
      expect(() => renderChart({ set: [`${path.join('.')}=null`] }), path.join('.')).toThrow(path.at(-1));
  });

  test.each([
    ['a number where a word stands', 'image.tag=1234567'],
    ['a word where a number stands', 'frontend.replicaCount=two'],
    ['a word where a choice stands', 'ingress.enabled=yes'],
    ['a list where an object stands', 'backend.resources={cpu}'],
    ['an unknown kind of Service', 'frontend.service.type=Nodeport'],
    ['a port that is none', 'networkPolicy.database.port=70000'],
    ['a setting that the backend does not have', 'backend.config.SINGUP=closed'],
    ['a setting that the chart derives', 'backend.config.DRAIN_DELAY_MS=1'],
    ['an AI that may have no pods at all', 'aiOperations.maxReplicas=0'],
    ['a public address that is none', 'publicUrl=todo.example.com'],
  ])('%s', (_, pair) => {
    expect(() => renderChart({ set: [pair] })).toThrow(/values don't meet the specifications/);
  });

  test.each([
    ['a short secret, which is not told', { secrets: { jwtSecret: 'hunter2' } }, /jwtSecret has 7 bytes/],
    [
      'an address of another database',
      { database: { url: 'mysql://me:hunter2@host/todo' } },
      /postgres:\/\//,
    ],
    [
      'a value beside the Secret that holds it',
      { secrets: { existingSecret: 'mine', openaiApiKey: 'hunter2' } },
      /would be ignored/,
    ],
    ['an Ingress without a name', { ingress: { enabled: true } }, /ingress\.host/],
    ['a route without a Gateway', { httpRoute: { enabled: true } }, /httpRoute\.parentRefs/],
    ['an MCP server exposed by nothing', { mcp: { expose: true } }, /ingress\.enabled or httpRoute\.enabled/],
    [
      'a database nowhere, which would be one anywhere',
      { networkPolicy: { database: { cidrs: [] } } },
      /both empty/,
    ],
    ['fewer pods at most than at least', { backend: { autoscaling: { minReplicas: 11 } } }, /11 .* 10/],
  ])('%s', (_, given, message) => {
    expect(() => renderChart({ values: given })).toThrow(message);
    expect(() => renderChart({ values: given })).not.toThrow('hunter2');
  });
});

describeWith('helm')('taken is', () => {
  test('what a values file from before aiOperations hands down: they are off', () => {
    expect(renderChart({ set: ['aiOperations=null'] })).toBe(renderChart());
  });

  test('what an umbrella chart hands down as global', () => {
    expect(() => renderChart({ set: ['global.anything=1'] })).not.toThrow();
  });

  test.each(['values-minikube.yaml', 'values-production.yaml'])('%s', (file) => {
    expect(() => renderChart({ files: [file] })).not.toThrow();
  });
});
