'use client';

import { lazy, type ReactNode } from 'react';
import { loadPatiently } from '@/lib/load-patiently';
import { MenuButton, type MenuItem } from './menu';

const load = loadPatiently(() => import('./menu-popup'));
const MenuPopup = lazy(load);

interface MenuProps {
  /** The name of the button that opens it. */
  label: string;
  /** What the button shows. */
  icon: ReactNode;
  items: readonly MenuItem[];
  className?: string;
}

/** A button with a menu of these items. */
export const Menu = ({ items, ...button }: MenuProps) => (
  <MenuButton {...button} load={load}>
    {(place) => <MenuPopup {...place} items={items} />}
  </MenuButton>
);
