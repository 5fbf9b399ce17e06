import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelStub, startModelStub } from '@todo/model-stub';
import { getEncoding } from 'js-tiktoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCases } from '../assistant/cases.js';
import { playCase } from '../assistant/play.js';
import { scoreCase } from '../assistant/score.js';
import { SCRIPTED } from '../assistant/scripted.js';
import { type RunningStage, startStage } from '../assistant/stage.js';
import { ROOT } from '../root.js';
import { freePort } from '../start.js';

/** Tokens of all that a model is told before the person says anything; what it was, and 5 % more. */
const BUDGET = 2225;

const cases = loadCases(join(ROOT, 'bench', 'assistant', 'tuned.json')).filter(({ id }) => id in SCRIPTED);
let stage: RunningStage;
let port: number;

beforeAll(async () => {
  port = await freePort();
  stage = await startStage({
    env: {
      OPENAI_API_KEY: 'of no endpoint',
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_MODEL: 'scripted',
    },
  });
}, 60_000);
afterAll(() => stage?.close());

/** What the model was asked first in any case. */
let firstRequest: ModelStub['requests'][number]['body'] | undefined;

describe('cases of the tuned half, as a model answers them over the OpenAI-compatible interface', () => {
  test('there are at least forty, and each is a case', () => {
    expect(cases.map(({ id }) => id).sort()).toEqual(Object.keys(SCRIPTED).sort());
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  test.each(cases.map((labelled) => [labelled.id, labelled.turns.join(' → '), labelled] as const))(
    '%s: %s',
    async (id, _said, labelled) => {
      const stub = await startModelStub({ script: SCRIPTED[id] ?? [], port });
      try {
        const { before, turns } = await playCase(stage, labelled);
        const score = scoreCase(labelled, before, turns);
        expect(score.misses, turns.map(({ reply }) => reply).join('\n')).toEqual([]);
        expect(score).toMatchObject({ state: true, wrongChanges: 0, destructive: 0 });
        stub.finished();
      } finally {
        firstRequest ??= stub.requests[0]?.body;
        await stub.close();
      }
    },
  );
});

test('the prompt and the tools, as they are sent, keep within their budget of tokens', () => {
  const { messages = [], tools } = firstRequest ?? {};
  const [prompt] = messages;
  expect(prompt?.role).toBe('system');
  // That of gpt-4o and of what came after it.
  const encoding = getEncoding('o200k_base');
  const count = (text: string): number => encoding.encode(text).length;
  const tokens = count(String(prompt?.content)) + count(JSON.stringify(tools));
  const page = readFileSync(join(ROOT, 'docs', 'assistant.md'), 'utf8');
  expect(tokens).toBeLessThanOrEqual(BUDGET);
  // A budget far above what is used holds nothing.
  expect(tokens).toBeGreaterThan(0.9 * BUDGET);
  expect(page).toContain(`${BUDGET} tokens`);
});
