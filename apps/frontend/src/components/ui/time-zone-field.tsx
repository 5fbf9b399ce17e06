'use client';

import { Combobox } from '@base-ui/react/combobox';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Field, inputClass } from './field';
import { popupClass } from './popup';

interface TimeZoneFieldProps {
  label: string;
  value: string;
  onChange: (zone: string) => void;
  error?: string | undefined;
  locale: string;
}

/** The time zones that this browser knows, UTC and the chosen one among them. */
const zonesWith = (chosen: string): string[] =>
  [...new Set([chosen, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();

const spaced = (zone: string): string => zone.replaceAll('_', ' ');

/** "new york" finds America/New_York. */
const matches = (zone: string, query: string): boolean =>
  spaced(zone).toLowerCase().includes(spaced(query).trim().toLowerCase());

const timeIn = (zone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format();

/** A time zone, found by typing a part of its name; says what time it is there. */
export const TimeZoneField = ({ label, value, onChange, error, locale }: TimeZoneFieldProps) => {
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  const zones = useMemo(() => zonesWith(value), [value]);
  // The server's clock is not the browser's: the time is said once the page is here.
  const [now, setNow] = useState<string | null>(null);
  useEffect(() => {
    const tell = () => setNow(`It is ${timeIn(value, locale)} there.`);
    tell();
    const timer = setInterval(tell, 10_000);
    return () => clearInterval(timer);
  }, [value, locale]);
  // Base UI's server rendering has style attributes, which the Content-Security-Policy refuses.
  if (now === null)
    return (
      <Field label={label} hint={'\u00a0'}>
        {(control) => <input {...control} value={spaced(value)} readOnly className={inputClass} />}
      </Field>
    );
  return (
    <Combobox.Root
      items={zones}
      value={value}
      onValueChange={(zone) => zone !== null && onChange(zone)}
      filter={matches}
      itemToStringLabel={spaced}
      autoHighlight
    >
      <Field label={label} error={error} hint={now}>
        {(control) => (
          <Combobox.Input
            ref={setInput}
            {...control}
            // While the list is open, Base UI hides the rest of the page from screen readers, the label too.
            aria-label={label}
            className={inputClass}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <Combobox.Portal container={input?.closest('main') ?? null}>
        <Combobox.Positioner sideOffset={4} className="z-30 outline-none">
          <Combobox.Popup className={clsx(popupClass, 'w-(--anchor-width)')}>
            <Combobox.Empty>
              <p className="px-3 py-2.5 text-soft">
                No time zone has this in its name. Try the next larger city.
              </p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1 outline-none data-empty:p-0">
              {(zone: string) => (
                <Combobox.Item
                  key={zone}
                  value={zone}
                  className="flex min-h-11 cursor-default items-center gap-2 rounded px-2 select-none data-highlighted:bg-sunken sm:min-h-8"
                >
                  <span className="min-w-0 wrap-anywhere">{spaced(zone)}</span>
                  <Combobox.ItemIndicator className="ml-auto text-accent">
                    <Check aria-hidden className="size-4" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
};
