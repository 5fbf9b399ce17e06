'use client';

import { Banner } from './banner';
import { useOnline } from './use-online';

/** Says that there is no network, as long as there is none. */
export const OfflineBanner = () => {
  if (useOnline()) return null;
  return (
    <Banner tone="warn">
      You are offline. The list below is as it was last seen; changes have to wait until the connection is
      back.
    </Banner>
  );
};
