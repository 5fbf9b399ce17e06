'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLater } from '@/lib/use-later';
import { CommandsContext } from '../hooks/use-commands';
import { createCommandBook } from '../model/command-book';

const load = () => import('./app-commands');
const AppCommands = lazy(load);

/** Lets everything inside offer commands. What listens to the keys comes once the page is there. */
export const CommandsProvider = ({ children }: { children: ReactNode }) => {
  const [book] = useState(createCommandBook);
  const loaded = useLater(load, 0);
  return (
    <CommandsContext value={book}>
      {children}
      {loaded && (
        <Suspense>
          <AppCommands />
        </Suspense>
      )}
    </CommandsContext>
  );
};
