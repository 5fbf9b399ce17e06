'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { IconButton } from './button';
import { popupClass } from './popup';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Takes the focus on opening; the first field that can be filled in when left out. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Takes the focus on closing; what had it before when left out. */
  finalFocus?: RefObject<HTMLElement | null>;
  /** A press beside it does not close it: what it shows can't be had again. */
  keepOpen?: boolean;
  /** For what needs room, such as lines of code. */
  wide?: boolean;
  /** After the last frame of closing. */
  onClosed?: () => void;
}

const FIRST_FIELD = ':is(input, textarea, select):not([hidden], [readonly], [disabled])';

/**
 * A dialog: in the middle of a wide screen, a sheet from below on a phone. Only for what can't be undone, or
 * for what needs a form of its own. Brings Base UI along: load the component that uses it with `lazy`.
 */
export const Dialog = (props: DialogProps) => {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={props.open}
      disablePointerDismissal={props.keepOpen ?? false}
      onOpenChange={(open) => props.onOpenChange(open)}
      onOpenChangeComplete={(open) => {
        if (!open) props.onClosed?.();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          data-dialog
          initialFocus={
            props.initialFocus ?? (() => popup.current?.querySelector<HTMLElement>(FIRST_FIELD) ?? null)
          }
          {...(props.finalFocus === undefined ? {} : { finalFocus: props.finalFocus })}
          className={clsx(
            popupClass,
            'fixed inset-x-0 bottom-0 z-50 grid max-h-[92dvh] grid-cols-1 gap-4 scroll-pb-20 overflow-y-auto rounded-b-none border-x-0 border-b-0 p-4',
            'pb-[max(1rem,env(safe-area-inset-bottom))] transition-[opacity,translate] duration-150',
            'data-ending-style:translate-y-4 data-starting-style:translate-y-4',
            'sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[80dvh] sm:-translate-x-1/2',
            'sm:rounded sm:border sm:p-5',
            props.wide ? 'sm:w-[38rem]' : 'sm:w-[28rem]',
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="min-w-0 text-lead font-semibold wrap-anywhere">{props.title}</Base.Title>
            <Base.Close render={<IconButton label="Close" className="-mt-1 -mr-1" />}>
              <X aria-hidden className="size-5" />
            </Base.Close>
          </div>
          {props.description !== undefined && (
            <Base.Description className="text-soft">{props.description}</Base.Description>
          )}
          {props.children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
};
