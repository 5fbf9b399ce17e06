'use client';

import type { Priority } from '@todo/contracts';
import { clsx } from 'clsx';
import { Check, Flag, RotateCcw, Tag, Trash2, X } from 'lucide-react';
import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Menu } from '@/components/ui/items-menu';
import { loadPatiently } from '@/lib/load-patiently';
import type { Row } from '../hooks/use-task-list';
import { useTasks } from '../hooks/use-tasks';
import { type BulkAction, planBulk } from '../model/bulk';
import { PRIORITY_WORDS, PriorityMark } from './priority-mark';

const BulkTags = lazy(loadPatiently(() => import('./bulk-tags')));

const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low'];

interface BulkBarProps {
  /** The chosen rows, in the order of the list. */
  chosen: readonly Row[];
  /** How many rows there are to choose from. */
  total: number;
  tags: readonly string[];
  onAction: (action: BulkAction) => void;
  onSelectAll: () => void;
  onEnd: () => void;
}

const actionClass = clsx(
  'inline-flex min-h-11 items-center justify-center gap-1.5 rounded px-1.5 font-semibold text-small whitespace-nowrap sm:px-2',
  'text-ink transition-colors hover:bg-sunken aria-disabled:text-faint aria-disabled:hover:bg-transparent sm:min-h-9',
);
const iconClass = 'shrink-0 max-sm:hidden';
const ICON = { 'aria-hidden': true, size: 16, strokeWidth: 1.75, className: iconClass } as const;

/** A button that stays where it is, and keeps the focus, when there is nothing to do. */
const Action = ({
  possible,
  onPress,
  children,
  ...props
}: { possible: boolean; onPress: () => void; children: ReactNode } & ComponentProps<'button'>) => (
  <button
    type="button"
    {...props}
    aria-disabled={!possible || undefined}
    className={actionClass}
    onClick={() => possible && onPress()}
  >
    {children}
  </button>
);

/** What can be done with the chosen rows: at the bottom of the window, in place of the field on a phone. */
const BulkBar = ({ chosen, total, tags, onAction, onSelectAll, onEnd }: BulkBarProps) => {
  const { calendar } = useTasks();
  const tagButton = useRef<HTMLButtonElement>(null);
  const [tagging, setTagging] = useState<boolean | null>(null);
  const some = chosen.length > 0;
  const action = (label: string, icon: ReactNode, what: BulkAction) => (
    <Action possible={planBulk(chosen, what).length > 0} onPress={() => onAction(what)}>
      {icon}
      {label}
    </Action>
  );

  return (
    <section
      aria-label="Selected tasks"
      data-bulk-bar
      className={clsx(
        'z-20 flex flex-wrap items-center gap-x-2 border-line bg-raised',
        'max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:px-2 max-sm:pt-1',
        'max-sm:pb-[max(0.25rem,env(safe-area-inset-bottom))]',
        'sm:sticky sm:bottom-4 sm:mt-4 sm:rounded sm:border sm:p-1 sm:shadow-float',
      )}
    >
      <div className="flex min-w-0 items-center gap-1 max-sm:w-full">
        <IconButton label="End selecting" onClick={onEnd}>
          <X aria-hidden size={18} strokeWidth={1.75} />
        </IconButton>
        <p aria-live="polite" className="font-semibold text-small whitespace-nowrap tabular-nums">
          {some ? `${calendar.number(chosen.length)} selected` : 'None selected'}
        </p>
        {chosen.length < total && (
          <button type="button" onClick={onSelectAll} className={clsx(actionClass, 'max-sm:ml-auto')}>
            Select all {calendar.number(total)}
          </button>
        )}
      </div>
      <div className="flex flex-wrap items-center max-sm:w-full max-sm:justify-between sm:ml-auto">
        {action('Complete', <Check {...ICON} />, { kind: 'complete', completed: true })}
        {action('Reopen', <RotateCcw {...ICON} />, { kind: 'complete', completed: false })}
        {some ? (
          <Menu
            label="Priority"
            className={clsx(actionClass, 'w-auto sm:w-auto')}
            icon={
              <span className="inline-flex items-center gap-1.5 text-ink">
                <Flag {...ICON} />
                Priority
              </span>
            }
            items={[
              ...PRIORITIES.map((priority) => ({
                kind: 'action' as const,
                label: PRIORITY_WORDS[priority],
                icon: <PriorityMark priority={priority} />,
                onSelect: () => onAction({ kind: 'priority', priority }),
              })),
              {
                kind: 'action',
                label: 'None',
                icon: <span className="w-4" />,
                onSelect: () => onAction({ kind: 'priority', priority: null }),
              },
            ]}
          />
        ) : (
          <Action possible={false} onPress={() => undefined}>
            <Flag {...ICON} />
            Priority
          </Action>
        )}
        <Action
          ref={tagButton}
          possible={some}
          onPress={() => setTagging(!tagging)}
          aria-haspopup="dialog"
          aria-expanded={tagging ?? false}
        >
          <Tag {...ICON} />
          Tag
        </Action>
        {action('Delete', <Trash2 {...ICON} />, { kind: 'delete' })}
      </div>
      {tagging !== null && (
        <Suspense>
          <BulkTags
            open={tagging}
            onOpenChange={setTagging}
            trigger={tagButton}
            chosen={chosen}
            tags={tags}
            onAction={onAction}
          />
        </Suspense>
      )}
    </section>
  );
};

export default BulkBar;
