import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  /** What it is for, beside or above it. */
  description: ReactNode;
  children: ReactNode;
}

/** One part of the settings: words left, controls right; on a phone one above the other. */
export const Section = ({ title, description, children }: SectionProps) => (
  <section className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-4 border-t border-line py-7 sm:grid-cols-[13rem_minmax(0,1fr)]">
    <div className="grid content-start gap-1">
      <h2 className="font-bold">{title}</h2>
      <p className="text-small text-soft">{description}</p>
    </div>
    {children}
  </section>
);
