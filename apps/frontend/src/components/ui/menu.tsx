'use client';

import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { IconButton } from './button';

const load = () => import('./menu-popup');
const MenuPopup = lazy(load);

export type MenuItem =
  | { kind: 'action'; label: string; icon?: ReactNode; danger?: boolean; onSelect: () => void }
  | { kind: 'link'; label: string; icon?: ReactNode; href: string }
  | {
      kind: 'choice';
      label: string;
      value: string;
      options: readonly { value: string; label: string }[];
      onChange: (value: string) => void;
    }
  | { kind: 'separator' };

interface MenuProps {
  /** The name of the button that opens it. */
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  items: readonly MenuItem[];
  className?: string;
  /** Shown above the items. */
  heading?: ReactNode;
}

/** A button with a menu. The menu's code comes when the pointer or the focus is on the button, or the page is idle. */
export const Menu = ({ label, icon, items, className, heading }: MenuProps) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), 2_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        className={className ?? ''}
        onPointerEnter={() => void load().catch(() => undefined)}
        onFocus={() => void load().catch(() => undefined)}
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
      {wanted && (
        <Suspense>
          <MenuPopup
            open={open}
            onOpenChange={setOpen}
            trigger={trigger}
            label={label}
            items={items}
            heading={heading}
          />
        </Suspense>
      )}
    </>
  );
};
