import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKnowledge } from '@/features/tasks/model/knowledge';
import { anyTask, someTask } from './some-task';

describe('what is known of a task', () => {
  test('a late answer does not bring an older state back', () => {
    const knowledge = createKnowledge();
    expect(knowledge.learn(1, 3, someTask({ title: 'new', version: 3 }))).toBe(true);
    expect(knowledge.learn(1, 2, someTask({ title: 'old', version: 2 }))).toBe(false);
    expect(knowledge.learn(1, 3, someTask({ title: 'new', version: 3 }))).toBe(false);
    expect(knowledge.newest(someTask({ title: 'old', version: 2 }))?.title).toBe('new');
  });

  test('a deleted task does not come back with an old list, and does with its restoration', () => {
    const knowledge = createKnowledge();
    knowledge.learn(1, 2, null);
    expect(knowledge.newest(someTask({ version: 1 }))).toBeNull();
    knowledge.learn(1, 3, someTask({ version: 3 }));
    expect(knowledge.tasks()).toEqual([someTask({ version: 3 })]);
  });

  test('in whatever order and however often states arrive, the newest of each task stays', () => {
    const states = fc.array(fc.record({ task: anyTask, deleted: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(states, (arrivals) => {
        // A version is one state: the server never gives two the same number.
        const stateOf = new Map(
          arrivals.map((arrival) => [`${arrival.task.id}/${arrival.task.version}`, arrival]),
        );
        const knowledge = createKnowledge();
        for (const { task } of arrivals) {
          const state = stateOf.get(`${task.id}/${task.version}`);
          if (state) knowledge.learn(task.id, task.version, state.deleted ? null : state.task);
        }
        for (const { task } of arrivals) {
          const version = Math.max(
            ...arrivals.filter((other) => other.task.id === task.id).map((other) => other.task.version),
          );
          const newest = stateOf.get(`${task.id}/${version}`);
          expect(knowledge.get(task.id)).toEqual({ version, task: newest?.deleted ? null : newest?.task });
        }
      }),
    );
  });
});
