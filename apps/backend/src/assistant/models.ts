import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV3 } from '@ai-sdk/provider';
import type { ModelKind } from '@todo/contracts';
import { createBuiltInModel } from './built-in-model/built-in-model.js';

/** The models that answer. Both are given the same messages and the same tools. */
export interface Models {
  /** The one that a turn begins with. */
  preferred: ModelKind;
  endpoint: LanguageModelV3 | null;
  builtIn(context: { now: Date; timeZone: string }): LanguageModelV3;
}

export interface EndpointOptions {
  apiKey?: string | undefined;
  baseUrl: string;
  model: string;
}

/** @param endpoint any OpenAI-compatible one; without a key and an address of its own there is none */
export const createModels = (endpoint: EndpointOptions | null): Models => ({
  preferred: endpoint === null ? 'built-in' : 'endpoint',
  endpoint:
    endpoint === null
      ? null
      : createOpenAICompatible({
          name: 'endpoint',
          baseURL: endpoint.baseUrl,
          includeUsage: true,
          ...(endpoint.apiKey === undefined ? {} : { apiKey: endpoint.apiKey }),
        }).chatModel(endpoint.model),
  builtIn: createBuiltInModel,
});
