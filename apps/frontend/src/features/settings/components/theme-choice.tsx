'use client';

import { THEME_OPTIONS, useTheme } from '../hooks/use-theme';

/** Light, dark, or as the system has it; on this device. */
export const ThemeChoice = () => {
  const [theme, setTheme] = useTheme();
  return (
    <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
      <legend className="sr-only">Appearance</legend>
      {THEME_OPTIONS.map(({ value, label }) => (
        <label key={value} className="flex min-h-11 cursor-pointer items-center gap-2 sm:min-h-8">
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => setTheme(value)}
            className="size-4 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
};
