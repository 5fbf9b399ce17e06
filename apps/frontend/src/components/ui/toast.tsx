'use client';

import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useMemo, useState } from 'react';
import type { ToastStore } from './toaster';

export interface ToastOptions {
  /** What happened, and what to do when it went wrong. */
  message: string;
  tone?: 'note' | 'danger';
  action?: { label: string; onSelect: () => void };
  /** A second toast of the same id takes the place of the first. */
  id?: string;
}

export interface Toasts {
  show: (toast: ToastOptions) => void;
  dismiss: (id: string) => void;
}

const ToastContext = createContext<Toasts | null>(null);

const load = () => import('./toaster');

/** Shows and takes back short messages. Must be inside ToastProvider. */
export const useToasts = (): Toasts => {
  const toasts = use(ToastContext);
  if (toasts === null) throw new Error('useToasts needs a ToastProvider');
  return toasts;
};

/** Gives `useToasts` to the page. The code behind it comes once the page is idle, so that it is there offline. */
export const ToastProvider = ({ children }: { children: ReactNode }) => {
  const [store, setStore] = useState<ToastStore | null>(null);
  const { toasts, start } = useMemo(() => {
    let starting: Promise<ToastStore> | undefined;
    const start = () => {
      starting ??= load().then(({ createToastStore }) => {
        const created = createToastStore();
        setStore(created);
        return created;
      });
      starting.catch(() => {
        starting = undefined;
      });
      return starting;
    };
    const toasts: Toasts = {
      show: (toast) => void start().then((created) => created.show(toast)),
      dismiss: (id) => void start().then((created) => created.dismiss(id)),
    };
    return { toasts, start };
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => void start().catch(() => undefined), 1_000);
    return () => clearTimeout(timer);
  }, [start]);
  return (
    <ToastContext value={toasts}>
      {children}
      {store !== null && (
        <Suspense>
          <Toaster store={store} />
        </Suspense>
      )}
    </ToastContext>
  );
};

const Toaster = lazy(load);
