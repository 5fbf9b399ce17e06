'use client';

import { Toast as Base } from '@base-ui/react/toast';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from './button';
import { popupClass } from './popup';
import type { ToastOptions, ToastQueue, Toasts } from './toast';
import { useOnline } from './use-online';

/** Milliseconds: long enough to read and to reach Undo; the pointer or the focus on it stops the clock. */
const SHOWN = 8_000;

interface ToastStore extends Omit<Toasts, 'announce'> {
  manager: ReturnType<typeof Base.createToastManager>;
}

/** The toasts of one page. */
const createToastStore = (): ToastStore => {
  const manager = Base.createToastManager();
  /** What stands for an id at the moment. Shown again under its own name, a toast would go with the one that is just closing. */
  const standing = new Map<string, string>();
  const dismiss = (id: string): void => {
    const shown = standing.get(id);
    if (shown !== undefined) manager.close(shown);
    standing.delete(id);
  };
  const show = ({ message, tone = 'note', action, onClosed, id }: ToastOptions): void => {
    if (id !== undefined) dismiss(id);
    const shown: string = manager.add({
      title: message,
      type: tone,
      ...(onClosed === undefined ? {} : { onClose: onClosed }),
      priority: tone === 'danger' ? 'high' : 'low',
      // What failed and can be tried again waits for an answer: it may hold what was typed.
      ...(tone === 'danger' && action !== undefined ? { timeout: 0 } : {}),
      ...(action === undefined
        ? {}
        : {
            actionProps: {
              children: action.label,
              onClick: () => {
                manager.close(shown);
                action.onSelect();
              },
            },
          }),
    });
    if (id !== undefined) standing.set(id, shown);
  };
  return { manager, show, dismiss };
};

const List = () => {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      data-toast
      // What failed is announced beside the list of toasts, at once and once; it can be read here as well.
      {...(toast.type === 'danger' && { 'aria-live': 'off', 'aria-hidden': false })}
      className={clsx(
        popupClass,
        'focus-visible:outline-2 focus-visible:outline-solid focus-visible:outline-accent',
        'pointer-events-auto w-full translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y)',
        'transition-[opacity,translate] duration-150 data-limited:hidden data-starting-style:translate-y-2',
        toast.type === 'danger' && 'border-danger!',
      )}
    >
      <Base.Content className="flex items-center gap-2 py-1.5 pr-1.5 pl-3.5">
        <Base.Title render={<p />} className="min-w-0 flex-1 py-1 wrap-anywhere" />
        <Base.Action className="min-h-9 rounded px-3 font-semibold text-accent hover:bg-accent-soft empty:hidden" />
        <Base.Close aria-hidden={false} render={<IconButton label="Dismiss" />}>
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
};

/** What happened, for those who do not see it. Each message is an element of its own: the same one twice is heard twice. */
const useAnnouncements = () => {
  const [spoken, setSpoken] = useState({ message: '', count: 0 });
  const [announce] = useState(
    () => (message: string) => setSpoken(({ count }) => ({ message, count: count + 1 })),
  );
  const isOnline = useOnline();
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (isOnline && !wasOnline.current) announce('You are online again.');
    wasOnline.current = isOnline;
  }, [isOnline, announce]);
  return { spoken, announce };
};

const Toaster = ({ queue }: { queue: ToastQueue }) => {
  const [store] = useState(createToastStore);
  const { spoken, announce } = useAnnouncements();
  // The provider listens before this effect runs; what the manager is told before that, it forgets.
  useEffect(() => queue.open({ ...store, announce }), [queue, store, announce]);
  return (
    <>
      <div aria-live="polite" className="sr-only">
        <p key={spoken.count}>{spoken.message}</p>
      </div>
      <Base.Provider toastManager={store.manager} timeout={SHOWN} limit={3}>
        <Base.Portal>
          <Base.Viewport
            data-toasts
            className={clsx(
              'pointer-events-none fixed inset-x-3 bottom-[calc(max(0.75rem,env(safe-area-inset-bottom))+var(--bottom-bar,0px))] z-50 flex flex-col gap-2',
              'sm:inset-x-auto sm:right-[calc(1.5rem+var(--right-bar,0px))] sm:bottom-[calc(1.5rem+var(--bottom-bar,0px))] sm:w-96',
            )}
          >
            <List />
          </Base.Viewport>
        </Base.Portal>
      </Base.Provider>
    </>
  );
};

export default Toaster;
