'use client';

import { useSingleKeys } from '../hooks/use-single-keys';

/** Switches the keys that work alone, for people whose keyboard or voice types them by accident. */
export const SingleKeysSwitch = () => {
  const [on, setOn] = useSingleKeys();
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-2 sm:min-h-8">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => setOn(event.target.checked)}
        className="size-4 accent-accent"
      />
      Single-key shortcuts
    </label>
  );
};
