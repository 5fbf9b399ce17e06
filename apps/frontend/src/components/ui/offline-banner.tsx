'use client';

import { Banner } from './banner';
import { useOnline } from './use-online';

/** Says that there is no network, as long as there is none. */
export const OfflineBanner = () => {
  if (useOnline()) return null;
  return (
    <Banner tone="warn">
      You are offline. What you see is as it was last seen; what you change is kept, and saved when the
      connection is back.
    </Banner>
  );
};
