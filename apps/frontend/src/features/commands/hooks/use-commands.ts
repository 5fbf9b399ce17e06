'use client';

import { createContext, use, useEffect, useEffectEvent } from 'react';
import type { CommandBook } from '../model/command-book';
import type { CommandId } from '../model/commands';

export const CommandsContext = createContext<CommandBook | null>(null);

/** Who carries out which command. Must be inside CommandsProvider. */
export const useCommandBook = (): CommandBook => {
  const book = use(CommandsContext);
  if (book === null) throw new Error('useCommandBook needs a CommandsProvider');
  return book;
};

/** Carries these commands out while the component is there; what is for every page, where no page does it itself. */
export const useCommands = (
  handlers: Partial<Record<CommandId, () => void>>,
  place: 'page' | 'everywhere' = 'page',
): void => {
  const book = useCommandBook();
  const find = useEffectEvent((id: CommandId) => handlers[id]);
  useEffect(() => book.add((id) => find(id), place), [book, place]);
};
