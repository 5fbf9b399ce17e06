'use client';

import { Banner } from '@/components/ui/banner';
import { useOnline } from '@/components/ui/use-online';
import { LiveBanner } from '@/features/events/components/live-banner';
import type { StreamState } from '@/features/events/model/connection';
import { useOutbox } from '../hooks/use-operations';

/** Says how much waits to be saved. When nothing does, it says when changes from elsewhere are missing. */
const UnsavedBanner = ({ stream }: { stream: StreamState }) => {
  const { operations, waiting } = useOutbox();
  const isOnline = useOnline();
  if (!waiting) return <LiveBanner state={stream} />;
  return (
    <div className="pt-2">
      <Banner tone="warn">
        {operations.length === 1 ? '1 change is' : `${operations.length} changes are`} not saved yet
        {/* Offline another banner says when. */}
        {isOnline && ', and sent as soon as the server can be reached'}.
      </Banner>
    </div>
  );
};

export default UnsavedBanner;
