'use client';

import { type ReactNode, type RefObject, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { IconButton } from './button';

export type MenuItem =
  | {
      kind: 'action';
      label: string;
      icon?: ReactNode;
      danger?: boolean;
      /** Stands at its end: the keys that do the same. */
      hint?: ReactNode;
      /** What it opens takes the focus, which does not go back to the menu's button then. */
      opens?: boolean;
      onSelect: () => void;
    }
  | { kind: 'link'; label: string; icon?: ReactNode; href: string }
  | {
      kind: 'choice';
      label: string;
      value: string;
      options: readonly { value: string; label: string }[];
      onChange: (value: string) => void;
    }
  | { kind: 'separator' };

/** What a menu's popup needs of its button. */
export interface MenuPlace {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: RefObject<HTMLButtonElement | null>;
  label: string;
}

interface MenuButtonProps {
  /** The name of the button that opens it. */
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  className?: string | undefined;
  /** Fetches the popup's code: when the pointer or the focus is on the button, or the page is idle. */
  load: () => Promise<unknown>;
  /** The popup, loaded with `lazy`. */
  children: (place: MenuPlace) => ReactNode;
}

/** A button that opens a menu of its own kind. */
export const MenuButton = ({ label, icon, className, load, children }: MenuButtonProps) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const prepare = useCallback(() => void load().catch(() => undefined), [load]);
  useEffect(() => {
    const timer = setTimeout(prepare, 2_000);
    return () => clearTimeout(timer);
  }, [prepare]);
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        className={className ?? ''}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => {
          setWanted(true);
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setWanted(true);
          setOpen(true);
        }}
      >
        {icon}
      </IconButton>
      {wanted && <Suspense>{children({ open, onOpenChange: setOpen, trigger, label })}</Suspense>}
    </>
  );
};
