'use client';

import './globals.css';
import { messageButtonClass, PageMessage } from '@/components/ui/page-message';

/** Stands in for the whole page when not even its frame could be made. */
const GlobalError = () => (
  <html lang="en">
    <body>
      <PageMessage
        title="Something went wrong"
        action={
          <button type="button" className={messageButtonClass} onClick={() => window.location.reload()}>
            Load again
          </button>
        }
      >
        The page could not be shown. Your tasks are safe; load it again.
      </PageMessage>
    </body>
  </html>
);

export default GlobalError;
