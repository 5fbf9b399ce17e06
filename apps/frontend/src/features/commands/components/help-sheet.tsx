'use client';

import { useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { COMMAND_IDS, type CommandGroup, commandOf } from '../model/commands';
import type { LayerProps } from './app-commands';
import { Keys } from './keys';
import { SingleKeysSwitch } from './single-keys-switch';

const GROUPS = [
  { group: 'anywhere', title: 'Anywhere' },
  { group: 'task', title: 'On a task' },
  { group: 'go', title: 'Go to' },
] as const satisfies readonly { group: CommandGroup; title: string }[];

/** All keys of the product, and the switch for those that work alone. */
const HelpSheet = ({ open, onOpenChange }: LayerProps) => {
  // Not the switch at the end: a phone would open the sheet there.
  const start = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" initialFocus={start} wide>
      <div className="gap-x-8 sm:columns-2">
        {GROUPS.map(({ group, title }) => (
          <section key={group} className="break-inside-avoid pb-4">
            <h3
              ref={group === GROUPS[0].group ? start : undefined}
              tabIndex={-1}
              className="mb-1 w-fit rounded text-small text-soft"
            >
              {title}
            </h3>
            <dl>
              {COMMAND_IDS.map((id) => {
                const { label, keys, group: of } = commandOf(id);
                if (of !== group || keys === undefined) return null;
                return (
                  <div key={id} className="flex min-h-8 items-center justify-between gap-4">
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                );
              })}
            </dl>
          </section>
        ))}
      </div>
      <div className="border-t border-line pt-2">
        <SingleKeysSwitch />
      </div>
    </Dialog>
  );
};

export default HelpSheet;
