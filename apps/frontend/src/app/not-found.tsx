import type { Metadata } from 'next';
import { buttonClass } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

const NotFound = () => (
  <main className="mx-auto grid min-h-[80dvh] max-w-sm content-center justify-items-start gap-3 px-4">
    <h1 className="text-title font-bold">There is no such page</h1>
    <p className="text-soft">The address may be mistyped, or what was here is gone.</p>
    {/* Not a Link: its code would come with every page. */}
    <a href="/" className={buttonClass('primary')}>
      Go to the start
    </a>
  </main>
);

export default NotFound;
