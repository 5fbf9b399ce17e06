'use client';

import { LIMITS } from '@todo/contracts';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { inputClass } from '@/components/ui/field';
import { Popover } from '@/components/ui/popover';
import type { Row } from '../hooks/use-task-list';
import type { BulkAction } from '../model/bulk';

interface BulkTagsProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: RefObject<HTMLButtonElement | null>;
  chosen: readonly Row[];
  /** Tags to choose from. */
  tags: readonly string[];
  onAction: (action: BulkAction) => void;
}

/** Tags of the chosen tasks, each once, in alphabetical order. */
const tagsOf = (chosen: readonly Row[]): string[] => {
  const tags = new Map(chosen.flatMap(({ task }) => task.tags.map((tag) => [tag.toLowerCase(), tag])));
  return [...tags.values()].sort((a, b) => a.localeCompare(b));
};

/** Gives the chosen tasks one tag more, or takes one off them. */
const BulkTags = ({ open, onOpenChange, trigger, chosen, tags, onAction }: BulkTagsProps) => {
  const fieldId = useId();
  const listId = useId();
  const [text, setText] = useState('');
  const tag = text.trim().replace(/^#/, '');
  const present = tagsOf(chosen);
  const act = (action: BulkAction) => {
    onOpenChange(false);
    setText('');
    onAction(action);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag !== '') act({ kind: 'add tag', tag });
  };
  return (
    <Popover open={open} onOpenChange={onOpenChange} trigger={trigger} label="Tags" align="end">
      <form onSubmit={submit} className="grid w-64 max-w-full gap-2">
        <label htmlFor={fieldId} className="font-semibold">
          Tag to add
        </label>
        <div className="flex gap-2">
          <input
            id={fieldId}
            value={text}
            dir="auto"
            list={listId}
            maxLength={LIMITS.tag.max + 1}
            autoComplete="off"
            autoCapitalize="none"
            enterKeyHint="done"
            onChange={(event) => setText(event.target.value)}
            className={inputClass}
          />
          <datalist id={listId}>
            {tags.map((known) => (
              <option key={known} value={known} />
            ))}
          </datalist>
          <Button type="submit" variant="primary" aria-disabled={tag === '' || undefined}>
            Add
          </Button>
        </div>
        {present.length > 0 && (
          <>
            <p className="pt-1 text-small text-soft">Take off</p>
            <div className="-mt-1 flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
              {present.map((known) => (
                <button
                  key={known}
                  type="button"
                  aria-label={`Take off tag ${known}`}
                  onClick={() => act({ kind: 'remove tag', tag: known })}
                  dir="auto"
                  className="min-h-9 max-w-full truncate rounded bg-sunken px-2 text-small hover:text-danger sm:min-h-7"
                >
                  #{known}
                </button>
              ))}
            </div>
          </>
        )}
      </form>
    </Popover>
  );
};

export default BulkTags;
