'use client';

import { createContext, lazy, type ReactNode, Suspense, use, useState } from 'react';
import { useLater } from '@/lib/use-later';

export interface ToastOptions {
  /** What happened, and what to do when it went wrong. */
  message: string;
  tone?: 'note' | 'danger';
  action?: { label: string; onSelect: () => void };
  /** Called when it has gone, on its own or by hand. */
  onClosed?: () => void;
  /** A second toast of the same id takes the place of the first. */
  id?: string;
}

export interface Toasts {
  show: (toast: ToastOptions) => void;
  /** Tells people who use a screen reader what others see happen. */
  announce: (message: string) => void;
  dismiss: (id: string) => void;
}

/** Toasts that wait until what shows them is there. */
export interface ToastQueue extends Toasts {
  /** From now on everything goes to `target`, first what has waited. */
  open: (target: Toasts) => void;
}

const createToastQueue = (): ToastQueue => {
  let target: Toasts | null = null;
  const waiting: ((toasts: Toasts) => void)[] = [];
  const pass = (call: (toasts: Toasts) => void): void => {
    if (target === null) waiting.push(call);
    else call(target);
  };
  return {
    show: (toast) => pass((toasts) => toasts.show(toast)),
    announce: (message) => pass((toasts) => toasts.announce(message)),
    dismiss: (id) => pass((toasts) => toasts.dismiss(id)),
    open: (opened) => {
      target = opened;
      for (const call of waiting.splice(0)) call(opened);
    },
  };
};

const ToastContext = createContext<Toasts | null>(null);

/** Shows and takes back short messages. Must be inside ToastProvider. */
export const useToasts = (): Toasts => {
  const toasts = use(ToastContext);
  if (toasts === null) throw new Error('useToasts needs a ToastProvider');
  return toasts;
};

const load = () => import('./toaster');
const Toaster = lazy(load);

/** Gives `useToasts` to the page. What shows them comes once the page is there, so that it is there offline. */
export const ToastProvider = ({ children }: { children: ReactNode }) => {
  const [queue] = useState(createToastQueue);
  const loaded = useLater(load, 500);
  return (
    <ToastContext value={queue}>
      {children}
      {loaded && (
        <Suspense>
          <Toaster queue={queue} />
        </Suspense>
      )}
    </ToastContext>
  );
};
