'use client';

import { clsx } from 'clsx';
import { MessageCircle } from 'lucide-react';
import { useSingleKeys } from '@/features/commands/hooks/use-single-keys';
import type { KeyOf } from '@/features/commands/model/commands';
import { useAssistant } from '../hooks/use-assistant';

/** Checked against the registry, which the first paint does without. */
const KEY: KeyOf<'assistant'> = 'c';

/** Opens and closes the assistant. */
export const AssistantButton = () => {
  const { isOpen, open, close, prepare } = useAssistant();
  const [singleKeys] = useSingleKeys();
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls="assistant"
      aria-keyshortcuts={singleKeys ? KEY : undefined}
      title={singleKeys ? `Assistant (${KEY})` : 'Assistant'}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={isOpen ? close : open}
      className={clsx(
        'touch-target flex min-h-9 items-center gap-2 rounded px-2.5 font-semibold transition-colors sm:min-h-8',
        isOpen ? 'bg-sunken text-ink' : 'text-soft hover:bg-sunken hover:text-ink',
      )}
    >
      <MessageCircle aria-hidden size={18} strokeWidth={1.75} className="sm:hidden" />
      <span className="max-sm:sr-only">Assistant</span>
    </button>
  );
};
