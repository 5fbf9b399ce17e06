'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';
import type { MenuItem, MenuPlace } from './menu';
import { popupClass } from './popup';

const itemClass = clsx(
  'flex min-h-11 w-full cursor-default items-center gap-3 rounded px-3 text-left outline-none select-none sm:min-h-9',
  'data-highlighted:bg-sunken',
);

interface MenuPopupProps extends MenuPlace {
  items: readonly MenuItem[];
  /** Shown above the items. */
  heading?: ReactNode;
}

const Item = ({ item, onOpens }: { item: MenuItem; onOpens: () => void }) => {
  switch (item.kind) {
    case 'separator':
      return <Base.Separator className="my-1 h-px bg-line" />;
    case 'link':
      return (
        <Base.LinkItem closeOnClick className={itemClass} render={<Link href={item.href} />}>
          {item.icon}
          {item.label}
        </Base.LinkItem>
      );
    case 'action':
      return (
        <Base.Item
          className={clsx(itemClass, item.danger && 'text-danger')}
          onClick={() => {
            if (item.opens) onOpens();
            item.onSelect();
          }}
        >
          {item.icon}
          {item.label}
          {item.hint !== undefined && (
            <span aria-hidden className="ml-auto [@media(pointer:coarse)]:hidden">
              {item.hint}
            </span>
          )}
        </Base.Item>
      );
    case 'choice':
      return (
        <Base.RadioGroup value={item.value} onValueChange={(value: string) => item.onChange(value)}>
          <Base.GroupLabel className="px-3 pt-2 pb-1 text-small text-soft">{item.label}</Base.GroupLabel>
          {item.options.map((option) => (
            <Base.RadioItem key={option.value} value={option.value} className={itemClass}>
              {option.label}
              <Base.RadioItemIndicator className="ml-auto text-accent">
                <Check aria-hidden className="size-4" />
              </Base.RadioItemIndicator>
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      );
  }
};

/** The part of a menu that needs Base UI. */
const MenuPopup = ({ open, onOpenChange, trigger, label, items, heading }: MenuPopupProps) => {
  const focusMoves = useRef(false);
  useEffect(() => {
    if (open) focusMoves.current = false;
  }, [open]);
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(next, details) => {
        // The press on the trigger closes it by itself: closing here as well would open it again.
        if (!next && trigger.current?.contains(details.event.target as Node | null)) details.cancel();
        else onOpenChange(next);
      }}
    >
      {/* Within the landmark of its button, where people who jump between them find it. */}
      <Base.Portal container={trigger.current?.closest<HTMLElement>('header, main') ?? null}>
        <Base.Positioner
          anchor={trigger}
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-30 outline-none"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={() => (focusMoves.current ? false : trigger.current)}
            className={clsx(
              popupClass,
              'max-h-(--available-height) min-w-56 max-w-[min(20rem,calc(100vw-1rem))] overflow-y-auto p-1',
            )}
          >
            {heading}
            {items.map((item, index) => (
              <Item
                key={index}
                item={item}
                onOpens={() => {
                  focusMoves.current = true;
                }}
              />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};

export default MenuPopup;
