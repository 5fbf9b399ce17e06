import { readFileSync } from 'node:fs';
import { TOOL_NAMES, TOOLS } from '@todo/contracts';
import { describe, expect, it } from 'vitest';
import { TOOL_DEFINITIONS } from '../src/tools/definitions.js';

/** About what a tokenizer makes of JSON: four characters each. */
const tokens = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4);

describe('the catalogue of tools', () => {
  it('is what models have been told: a change here is a change of the interface', () => {
    expect(TOOL_DEFINITIONS).toMatchSnapshot();
  });

  it('costs a model no more than 3300 tokens, and no tool more than 500', () => {
    for (const tool of TOOL_DEFINITIONS) expect(tokens(tool), tool.name).toBeLessThanOrEqual(500);
    expect(tokens(TOOL_DEFINITIONS)).toBeLessThanOrEqual(3300);
  });

  it('has a title, a description, both schemas and all four annotations for each', () => {
    expect(TOOL_DEFINITIONS.map(({ name }) => name)).toEqual(TOOL_NAMES);
    for (const { title, description = '', annotations, inputSchema, outputSchema } of TOOL_DEFINITIONS) {
      expect(title).toBeTruthy();
      expect(description.length).toBeGreaterThan(20);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(Object.keys(annotations ?? {}).sort()).toEqual([
        'destructiveHint',
        'idempotentHint',
        'openWorldHint',
        'readOnlyHint',
      ]);
    }
  });

  it('is what docs/mcp.md says', () => {
    const page = readFileSync(new URL('../../../docs/mcp.md', import.meta.url), 'utf8');
    const [, said] = /<!-- tools -->\n([\s\S]*?)<!-- \/tools -->/.exec(page) ?? [];
    // Nobody but the assistant sees undo.
    const shown = TOOL_DEFINITIONS.filter(({ name }) => name !== 'undo');
    const rows = shown.map(({ name, description = '', inputSchema }) => {
      const { properties = {}, required = [] } = inputSchema;
      const args = Object.keys(properties)
        .filter((argument) => argument !== 'user_id')
        .map((argument) => `\`${argument}\`${required.includes(argument) ? '' : '?'}`);
      const scope = TOOLS[name].scope === 'tasks:read' ? 'read' : 'write';
      return `| \`${name}\` | ${scope} | ${args.join(', ')} | ${description} |\n`;
    });
    expect(said).toBe(
      `| tool | scope | arguments | what a model is told |\n|---|---|---|---|\n${rows.join('')}`,
    );
  });
});
