export type { ChatMessage, ChatRequest } from './request.js';
export { textOf } from './request.js';
export type { ComputedStep, Conditions, DataStep, Expectation, Reply, ScriptStep } from './script.js';
export { call, callTools, fail, say } from './steps.js';
export {
  type Ending,
  type ModelStub,
  type ModelStubOptions,
  type RecordedRequest,
  startModelStub,
} from './stub.js';
