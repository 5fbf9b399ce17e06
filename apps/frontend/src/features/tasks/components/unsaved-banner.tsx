'use client';

import type { ReactNode } from 'react';
import { Banner } from '@/components/ui/banner';
import { useOutbox } from '../hooks/use-operations';

/** Says how much waits to be saved. When nothing does, `otherwise` is there. */
export const UnsavedBanner = ({ otherwise }: { otherwise: ReactNode }) => {
  const { operations, waiting } = useOutbox();
  if (!waiting) return otherwise;
  return (
    <div className="pt-2">
      <Banner tone="warn">
        {operations.length === 1 ? '1 change is' : `${operations.length} changes are`} not saved yet, and sent
        as soon as the server can be reached.
      </Banner>
    </div>
  );
};
