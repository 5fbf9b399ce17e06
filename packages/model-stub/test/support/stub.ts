import { onTestFinished } from 'vitest';
import { type ModelStub, type ScriptStep, startModelStub } from '../../src/index.js';

/** A stub that is closed when the test is over. */
export async function stubOf(script: ScriptStep[], options: { loop?: boolean } = {}): Promise<ModelStub> {
  const stub = await startModelStub({ script, ...options });
  onTestFinished(() => stub.close());
  return stub;
}
