import { type ChatRequest, mentions } from './request.js';
import type { CheckedStep } from './script.js';

export interface NumberedStep {
  step: CheckedStep;
  /** Its place in the script, from 1. */
  number: number;
}

const times = ({ repeat = 1 }: CheckedStep) => (repeat === 'forever' ? Number.POSITIVE_INFINITY : repeat);

/**
 * Hands out the steps of a script: a request gets the first step that has answers left and may answer it. With `loop`,
 * the steps that may answer a request begin anew when all of them are used up, and none is left over.
 */
export function createStepQueue(script: CheckedStep[], loop: boolean) {
  const places = script.map((step, index) => ({ step, number: index + 1, used: 0 }));
  return {
    take(request: ChatRequest): NumberedStep | undefined {
      const fitting = places.filter(({ step }) => step.match === undefined || mentions(request, step.match));
      const next = () => fitting.find(({ step, used }) => used < times(step));
      if (loop && !next()) for (const place of fitting) place.used = 0;
      const place = next();
      if (place) place.used += 1;
      return place;
    },

    /** In words, each step that has answers left. */
    leftOver(): string[] {
      if (loop) return [];
      return places
        .filter(({ step, used }) => step.repeat !== 'forever' && used < times(step))
        .map(({ step, number, used }) => `step ${number} was used ${used} of ${times(step)} times`);
    },
  };
}
