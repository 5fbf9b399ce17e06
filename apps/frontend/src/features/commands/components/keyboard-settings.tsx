'use client';

import { Button } from '@/components/ui/button';
import { useCommandBook } from '../hooks/use-commands';
import { SingleKeysSwitch } from './single-keys-switch';

/** The switch for single keys, and the way to the list of all keys. */
export const KeyboardSettings = () => {
  const commands = useCommandBook();
  return (
    <div className="grid gap-3 justify-items-start">
      <SingleKeysSwitch />
      <Button className="w-full sm:w-auto" onClick={() => commands.run('help')}>
        Show all shortcuts
      </Button>
    </div>
  );
};
