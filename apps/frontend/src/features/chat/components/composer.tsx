'use client';

import { LIMITS } from '@todo/contracts';
import { clsx } from 'clsx';
import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useId, useLayoutEffect } from 'react';
import { IconButton } from '@/components/ui/button';

interface ComposerProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  onSend: (message: string) => void;
  /** Stops the answer that is under way; left out when there is none. */
  onStop?: (() => void) | undefined;
  /** What was said last, to be said again with ArrowUp. */
  last: string | undefined;
  isOffline: boolean;
}

/** From here on the room that is left is shown. */
const NEAR_LIMIT = LIMITS.message.max - 300;

/** The field for the next message. Enter sends it; Shift and Enter begin a new line. */
export const Composer = ({ field, text, onText, onSend, onStop, last, isOffline }: ComposerProps) => {
  const noteId = useId();
  const message = text.trim();
  const length = [...message].length;
  const left = LIMITS.message.max - length;
  const canSend = length > 0 && left >= 0 && !isOffline;

  // As high as its text; what is higher than a third of the screen scrolls.
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight}px`;
  }, [field, text]);

  const send = () => {
    field.current?.focus();
    if (canSend) onSend(message);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'ArrowUp' && text === '' && last !== undefined) {
      event.preventDefault();
      onText(last);
    }
  };

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
    >
      <div
        className={clsx(
          'flex items-end gap-1 rounded border bg-raised has-[textarea:focus-visible]:outline-2',
          'has-[textarea:focus-visible]:outline-accent',
          left < 0 ? 'border-danger' : 'border-edge',
        )}
      >
        <textarea
          ref={field}
          rows={1}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          dir="auto"
          aria-label="Message to the assistant"
          aria-invalid={left < 0 || undefined}
          aria-describedby={noteId}
          placeholder="Ask, or say what to do"
          autoComplete="off"
          enterKeyHint="send"
          className="max-h-[33dvh] min-h-12 min-w-0 flex-1 resize-none bg-transparent py-3 pl-3 outline-none sm:min-h-11 sm:py-2.5"
        />
        {onStop !== undefined && (
          <IconButton
            label="Stop the answer"
            className="mb-1.5"
            onClick={() => {
              field.current?.focus();
              onStop();
            }}
          >
            <Square aria-hidden size={16} strokeWidth={2} className="fill-current" />
          </IconButton>
        )}
        <button
          type="submit"
          aria-label="Send"
          title="Send"
          aria-disabled={!canSend || undefined}
          className={clsx(
            'touch-target mr-1.5 mb-1.5 inline-flex size-9 shrink-0 items-center justify-center rounded transition-colors sm:size-8',
            canSend ? 'bg-accent text-on-accent hover:bg-accent-strong' : 'text-soft',
          )}
        >
          <ArrowUp aria-hidden size={18} strokeWidth={2.25} />
        </button>
      </div>
      <p
        id={noteId}
        aria-live="polite"
        className={clsx('text-small not-empty:pt-1', left < 0 ? 'text-danger' : 'text-soft')}
      >
        {left < 0
          ? `A message has at most ${LIMITS.message.max} characters; this has ${length}.`
          : length > NEAR_LIMIT && `${left} left`}
      </p>
    </form>
  );
};
