import { Banner } from '@/components/ui/banner';

/** What went wrong with a whole form, read aloud when it appears. */
export const FormFailure = ({ words }: { words: string | null }) =>
  words === null ? null : <Banner tone="danger">{words}</Banner>;
