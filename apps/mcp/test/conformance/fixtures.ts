import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CompleteRequestSchema,
  ListToolsRequestSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

/** One red pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** A header without a sound. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const text = (words: string) => ({ type: 'text' as const, text: words });
const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };
const resource = (uri: string, mimeType: string, words: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType, text: words },
});
const says = (...content: (ReturnType<typeof text> | typeof image | ReturnType<typeof resource>)[]) => ({
  messages: content.map((part) => ({ role: 'user' as const, content: part })),
});

const JSON_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } },
  },
  properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
  additionalProperties: false,
};

/** The tools, resources and prompts that the scenarios ask for, as far as they need no stream. */
export const createFixtures = () => {
  const fixtures = new McpServer(
    { name: 'fixtures', version: '1' },
    { capabilities: { logging: {}, completions: {}, resources: { subscribe: true } } },
  );
  const tool = (name: string, content: object[]) =>
    fixtures.registerTool(name, { description: name }, () => ({ content: content as [] }));
  tool('test_simple_text', [text('This is a simple text response for testing.')]);
  tool('test_image_content', [image]);
  tool('test_audio_content', [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }]);
  tool('test_embedded_resource', [
    resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
  ]);
  tool('test_multiple_content_types', [
    text('Multiple content types test:'),
    image,
    resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ]);
  fixtures.registerTool('test_error_handling', { description: 'fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });

  const describe = (description: string, mimeType: string) => ({ description, mimeType });
  fixtures.registerResource('text', 'test://static-text', describe('A text', 'text/plain'), ({ href }) => ({
    contents: [
      { uri: href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
    ],
  }));
  fixtures.registerResource(
    'binary',
    'test://static-binary',
    describe('A picture', 'image/png'),
    ({ href }) => ({
      contents: [{ uri: href, mimeType: 'image/png', blob: PNG }],
    }),
  );
  fixtures.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    describe('Data by id', 'application/json'),
    ({ href }, { id }) => ({
      contents: [
        {
          uri: href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }),
        },
      ],
    }),
  );

  const prompt = { description: 'A prompt' };
  fixtures.registerPrompt('test_simple_prompt', prompt, () =>
    says(text('This is a simple prompt for testing.')),
  );
  fixtures.registerPrompt(
    'test_prompt_with_arguments',
    { ...prompt, argsSchema: { arg1: z.string(), arg2: z.string() } },
    ({ arg1, arg2 }) => says(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  fixtures.registerPrompt(
    'test_prompt_with_embedded_resource',
    { ...prompt, argsSchema: { resourceUri: z.string() } },
    ({ resourceUri }) =>
      says(
        resource(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
        text('Please process the embedded resource above.'),
      ),
  );
  fixtures.registerPrompt('test_prompt_with_image', prompt, () =>
    says(image, text('Please analyze the image above.')),
  );

  const { server } = fixtures;
  server.setRequestHandler(SetLevelRequestSchema, () => ({}));
  server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
  server.setRequestHandler(CompleteRequestSchema, () => ({
    completion: { values: ['paris', 'park', 'party'], total: 3, hasMore: false },
  }));
  // McpServer makes its own schemas from zod's, which have no $defs.
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [
      { name: 'test_simple_text', description: 'Text', inputSchema: { type: 'object' as const } },
      { name: 'json_schema_2020_12_tool', description: 'Keywords', inputSchema: JSON_SCHEMA },
    ],
  }));
  return server;
};
