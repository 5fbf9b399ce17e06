import { headers } from 'next/headers';

declare global {
  interface Window {
    /** The keys that were pressed so far; from now on somebody else listens. */
    takeEarlyKeys?: () => KeyboardEvent[];
  }
}

/** Runs in the page as it is written here, before anything else has come: it can use nothing from outside. */
const keepEarlyKeys = (): void => {
  const kept: KeyboardEvent[] = [];
  const keep = (event: KeyboardEvent) => {
    kept.push(event);
    // The browser's own search would open.
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') event.preventDefault();
  };
  document.addEventListener('keydown', keep);
  window.takeEarlyKeys = () => {
    document.removeEventListener('keydown', keep);
    return kept.splice(0);
  };
};

/** Keeps the keys that are pressed until the script that reads them has come. Comes before what they are about. */
export const EarlyKeys = async () => {
  const policy = (await headers()).get('content-security-policy') ?? '';
  const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
  return (
    <script
      nonce={nonce}
      // Browsers hide the nonce from the page.
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: `(${keepEarlyKeys})()` }}
    />
  );
};
