'use client';

import { Fragment } from 'react';
import { useSingleKeys } from '../hooks/use-single-keys';
import { type CommandId, commandOf } from '../model/commands';
import { keyNames } from '../model/key-names';
import { isSingle } from '../model/key-reader';
import { isApple } from '../platform';

const kbdClass =
  'inline-flex min-h-6 min-w-6 items-center justify-center rounded border border-line bg-paper px-1.5 font-sans text-small text-soft';

/** The keys of a command as they are printed on a keyboard. */
export const Keys = ({ keys }: { keys: readonly string[] }) => (
  <span className="inline-flex items-center gap-1 whitespace-nowrap">
    {keys.map((key, index) => (
      <Fragment key={key}>
        {index > 0 && <span className="text-small text-faint">then</span>}
        {keyNames(key, isApple()).map((name) => (
          <kbd key={name} className={kbdClass}>
            {name}
          </kbd>
        ))}
      </Fragment>
    ))}
  </span>
);

/** The keys that do the same as what they stand beside; nothing while they are switched off. */
export const KeyHint = ({ of }: { of: CommandId }) => {
  const [singleKeys] = useSingleKeys();
  const { keys } = commandOf(of);
  if (keys === undefined || (isSingle(keys[0]) && !singleKeys)) return null;
  return <Keys keys={keys} />;
};
