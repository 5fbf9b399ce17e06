import type { Metadata } from 'next';
import { buttonClass } from '@/components/ui/button';
import { PageMessage } from '@/components/ui/page-message';

export const metadata: Metadata = { title: 'Not found' };

const NotFound = () => (
  <PageMessage
    title="There is no such page"
    action={
      // Not a Link: its code would come with every page.
      <a href="/" className={buttonClass('primary')}>
        Go to the start
      </a>
    }
  >
    The address may be mistyped, or what was here is gone.
  </PageMessage>
);

export default NotFound;
