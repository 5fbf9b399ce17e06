'use client';

import { LIMITS } from '@todo/contracts';
import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';

interface TagInputProps {
  id: string;
  value: readonly string[];
  onChange: (tags: string[]) => void;
  /** Tags to choose from. */
  known: readonly string[];
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
}

const key = (tag: string): string => tag.toLowerCase();

/** Tags as they are: Enter or a comma adds what was typed, Backspace in the empty field takes the last one off. */
export const TagInput = ({ id, value, onChange, known, ...aria }: TagInputProps) => {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');

  const add = (typed: string) => {
    const added = typed
      .split(',')
      .map((tag) => tag.trim().replace(/^#/, ''))
      .filter((tag) => tag !== '');
    const all = new Map([...value, ...added].reverse().map((tag) => [key(tag), tag]));
    if (added.length > 0) onChange([...all.values()].reverse().slice(0, LIMITS.tags.max));
    setText('');
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || text.trim() === '') return;
    event.preventDefault();
    add(text);
  };

  return (
    <div className="flex min-h-11 flex-wrap items-center gap-1.5 rounded border border-edge bg-raised px-2 py-1 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent sm:min-h-9">
      {value.map((tag) => (
        <button
          key={tag}
          type="button"
          aria-label={`Remove tag ${tag}`}
          onClick={() => {
            onChange(value.filter((other) => other !== tag));
            input.current?.focus();
          }}
          className="inline-flex min-h-7 max-w-full items-center gap-1 rounded bg-sunken px-2 text-small hover:text-danger"
        >
          <span dir="auto" className="truncate">
            {tag}
          </span>
          <X aria-hidden size={12} strokeWidth={2} className="shrink-0" />
        </button>
      ))}
      <input
        ref={input}
        id={id}
        {...aria}
        value={text}
        dir="auto"
        list={listId}
        maxLength={LIMITS.tag.max + 1}
        autoComplete="off"
        autoCapitalize="none"
        enterKeyHint="enter"
        placeholder={value.length === 0 ? 'home, errands' : ''}
        onChange={({ target }) => (target.value.includes(',') ? add(target.value) : setText(target.value))}
        onKeyDown={press}
        onBlur={() => add(text)}
        className="min-h-7 min-w-24 flex-1 bg-transparent outline-none"
      />
      <datalist id={listId}>
        {known
          .filter((tag) => !value.some((other) => key(other) === key(tag)))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </div>
  );
};
