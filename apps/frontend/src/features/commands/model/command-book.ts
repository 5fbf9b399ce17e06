import type { CommandId } from './commands';

/** What carries a command out here and now; undefined where it can't be. */
export type FindHandler = (id: CommandId) => (() => void) | undefined;

/** Who carries out which command at the moment: pages add what they can do while they are there. */
export interface CommandBook {
  /** Whoever was added last is asked first, but who is there on every page last of all. Gives back the way out. */
  add: (find: FindHandler, place?: 'page' | 'everywhere') => () => void;
  /** Carries it out; false where nobody can. */
  run: (id: CommandId) => boolean;
  /** Carries it out as soon as somebody is added who can: on the page that comes. */
  runOnceThere: (id: CommandId) => void;
  can: (id: CommandId) => boolean;
}

export const createCommandBook = (): CommandBook => {
  const finders: FindHandler[] = [];
  let awaited: CommandId | null = null;
  const handlerOf: FindHandler = (id) => {
    for (const find of finders.toReversed()) {
      const handler = find(id);
      if (handler !== undefined) return handler;
    }
    return undefined;
  };
  return {
    add: (find, place = 'page') => {
      if (place === 'page') finders.push(find);
      else finders.unshift(find);
      const handler = awaited === null ? undefined : find(awaited);
      if (handler !== undefined) {
        awaited = null;
        handler();
      }
      return () => void finders.splice(finders.indexOf(find), 1);
    },
    run: (id) => {
      awaited = null;
      const handler = handlerOf(id);
      handler?.();
      return handler !== undefined;
    },
    runOnceThere: (id) => {
      awaited = id;
    },
    can: (id) => handlerOf(id) !== undefined,
  };
};
