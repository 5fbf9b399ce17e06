import { PROBLEM_CONTENT_TYPE, problem } from '@todo/contracts';

/** What every route may answer besides, for the OpenAPI page. */
export const problemResponses = {
  '4xx': {
    description: 'What is wrong with the request',
    content: { [PROBLEM_CONTENT_TYPE]: { schema: problem } },
  },
  '5xx': {
    description: 'Not available at the moment',
    content: { [PROBLEM_CONTENT_TYPE]: { schema: problem } },
  },
};
