'use client';

import { createContext, use } from 'react';

export interface Assistant {
  isOpen: boolean;
  /** Covers the page, as a sheet does on a narrow screen. */
  isSheet: boolean;
  /** Counts how often it was opened to write in; 0: it stood open already when the page came. */
  opened: number;
  /** Whether the focus is still where it was when the assistant was opened, or inside it. */
  awaitsFocus: () => boolean;
  /** Opens it, or goes into it when it is open. */
  open: () => void;
  close: () => void;
  /** Fetches its code, which comes later than the page. */
  prepare: () => void;
}

export const AssistantContext = createContext<Assistant | null>(null);

/** The assistant's place on the page. Must be inside AssistantFrame. */
export const useAssistant = (): Assistant => {
  const assistant = use(AssistantContext);
  if (assistant === null) throw new Error('useAssistant needs an AssistantFrame');
  return assistant;
};
