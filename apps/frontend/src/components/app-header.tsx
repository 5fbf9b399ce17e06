'use client';

import { clsx } from 'clsx';
import { CircleUserRound, ListTodo, Settings, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { lazy } from 'react';
import { AssistantButton } from '@/features/chat/components/assistant-button';
import { loadPatiently } from '@/lib/load-patiently';
import { MenuButton } from './ui/menu';
import { Wordmark } from './ui/wordmark';

const loadAccountMenu = loadPatiently(() => import('./account-menu'));
const AccountMenu = lazy(loadAccountMenu);

const PLACES = [
  { href: '/tasks', label: 'Tasks', icon: ListTodo },
  { href: '/trash', label: 'Trash', icon: Trash2 },
  { href: '/settings', label: 'Settings', icon: Settings },
] as const;

/** What stands above every page of a signed-in person. */
export const AppHeader = () => {
  const here = usePathname();
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper pt-[env(safe-area-inset-top)]">
      <a
        href="#main"
        className="absolute -top-20 left-2 z-10 rounded border border-edge bg-raised px-3 py-2 focus:top-2"
      >
        Skip to the list
      </a>
      <div className="mx-auto flex h-14 max-w-[46rem] items-center gap-2 px-4 sm:gap-4 sm:h-12">
        <Link href="/tasks" aria-label="todo, all tasks" className="rounded">
          <Wordmark className="h-6" />
        </Link>
        <nav aria-label="Main" className="ml-auto flex gap-1">
          {PLACES.map(({ href, label, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              aria-current={here === href ? 'page' : undefined}
              className={clsx(
                'touch-target flex min-h-9 items-center gap-2 rounded px-2.5 font-semibold transition-colors sm:min-h-8',
                here === href ? 'text-ink' : 'text-soft hover:bg-sunken hover:text-ink',
              )}
            >
              <Icon
                aria-hidden
                size={18}
                strokeWidth={1.75}
                className={clsx(here === href && 'text-accent', 'sm:hidden')}
              />
              <span className="max-sm:sr-only">{label}</span>
            </Link>
          ))}
        </nav>
        <AssistantButton />
        <MenuButton
          label="Account"
          icon={<CircleUserRound aria-hidden size={20} strokeWidth={1.75} />}
          load={loadAccountMenu}
        >
          {(place) => <AccountMenu {...place} />}
        </MenuButton>
      </div>
    </header>
  );
};
