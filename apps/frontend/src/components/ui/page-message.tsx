import type { ReactNode } from 'react';
import { BUTTON, PRIMARY } from './button-class';

interface PageMessageProps {
  title: string;
  /** What happened, and what to do. */
  children: ReactNode;
  /** The way on, as a button or a link. */
  action: ReactNode;
}

/** The look of the way on. What these pages are made of comes with every page: no component is worth its bytes here. */
export const messageButtonClass = `${BUTTON} ${PRIMARY}`;

/** A page that only says something, where the one that was asked for can't be. */
export const PageMessage = ({ title, children, action }: PageMessageProps) => (
  <main className="mx-auto grid min-h-[80dvh] w-full max-w-sm content-center justify-items-start gap-3 px-4">
    {/* Lazy: or it would be fetched with every page, which brings this one along. */}
    <img src="/icon.svg" alt="todo" width="40" height="40" loading="lazy" className="mb-4" />
    <h1 className="text-title font-bold">{title}</h1>
    <p className="text-soft">{children}</p>
    <div className="pt-2">{action}</div>
  </main>
);
