'use client';

import { Popover as Base } from '@base-ui/react/popover';
import { clsx } from 'clsx';
import type { ReactNode, RefObject } from 'react';
import { popupClass } from './popup';

interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button that opened it: it is placed there, and gives the focus back there. */
  trigger: RefObject<HTMLElement | null>;
  label: string;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
}

/** A panel beside its button. Brings Base UI along: load the component that uses it with `lazy`. */
export const Popover = ({ open, onOpenChange, trigger, label, align = 'start', children }: PopoverProps) => (
  <Base.Root
    open={open}
    onOpenChange={(next, details) => {
      // The press on the trigger closes it by itself: closing here as well would open it again.
      if (!next && trigger.current?.contains(details.event.target as Node | null)) details.cancel();
      else onOpenChange(next);
    }}
  >
    <Base.Portal>
      <Base.Positioner anchor={trigger} align={align} sideOffset={6} collisionPadding={8} className="z-30">
        <Base.Popup
          aria-label={label}
          finalFocus={trigger}
          className={clsx(popupClass, 'max-w-[calc(100vw-1rem)] p-3')}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
