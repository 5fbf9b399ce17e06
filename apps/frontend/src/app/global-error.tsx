'use client';

import './globals.css';
import { Button } from '@/components/ui/button';

/** Stands in for the whole page when not even its frame could be made. */
const GlobalError = () => (
  <html lang="en">
    <body>
      <main className="mx-auto grid min-h-[80dvh] max-w-sm content-center justify-items-start gap-3 px-4">
        <h1 className="text-title font-bold">Something went wrong</h1>
        <p className="text-soft">The page could not be shown. Your tasks are safe; load it again.</p>
        <Button variant="primary" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </main>
    </body>
  </html>
);

export default GlobalError;
