'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import type { Task } from '@todo/contracts';
import { clsx } from 'clsx';
import { Circle, CircleCheck, Search, X } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { popupClass } from '@/components/ui/popup';
import { useCommandBook } from '../hooks/use-commands';
import { useFoundTasks } from '../hooks/use-found-tasks';
import { type CommandGroup, type CommandId, commandOf, matchingCommands } from '../model/commands';
import { keyOf } from '../model/key-reader';
import { isApple } from '../platform';
import type { LayerProps } from './app-commands';
import { KeyHint } from './keys';

interface Item {
  value: string;
  label: string;
  /** Before the label. */
  mark?: ReactNode;
  /** At its end. */
  hint?: ReactNode;
  choose: () => void;
}

interface ItemGroup {
  value: string;
  items: Item[];
}

const GROUPS: readonly { group: CommandGroup; title: string }[] = [
  { group: 'task', title: 'This task' },
  { group: 'anywhere', title: 'Actions' },
  { group: 'go', title: 'Go to' },
];
/** Nothing that anybody would look for in here: itself, and what moves between rows. */
const SENSELESS: readonly CommandId[] = ['palette', 'next-task', 'previous-task', 'extend-down', 'extend-up'];

const taskMark = ({ completed }: Task): ReactNode =>
  completed ? (
    <CircleCheck role="img" aria-label="Done:" size={18} strokeWidth={1.75} className="text-accent" />
  ) : (
    <Circle role="img" aria-label="To do:" size={18} strokeWidth={1.75} className="text-edge" />
  );

/** What the palette offers for what is typed. */
const useItems = (typed: string, { offered, goTo }: Pick<LayerProps, 'offered' | 'goTo'>) => {
  const book = useCommandBook();
  const query = typed.trim();
  const { tasks, isPending } = useFoundTasks(query);
  const ids = matchingCommands(
    query,
    offered.filter((id) => !SENSELESS.includes(id)),
  );
  // What matches best comes first, and is what Enter does.
  const best = ({ group }: (typeof GROUPS)[number]) => ids.findIndex((id) => commandOf(id).group === group);
  const groups: ItemGroup[] = [];
  for (const { group, title } of query === '' ? GROUPS : GROUPS.toSorted((a, b) => best(a) - best(b))) {
    const items = ids
      .filter((id) => commandOf(id).group === group)
      .map(
        (id): Item => ({
          value: id,
          label: commandOf(id).label,
          hint: <KeyHint of={id} />,
          choose: () => book.run(id),
        }),
      );
    if (items.length > 0) groups.push({ value: title, items });
  }
  if (query !== '')
    groups.push({
      value: 'Tasks',
      items: [
        ...tasks.map((task) => ({
          value: `task ${task.id}`,
          label: task.title,
          mark: taskMark(task),
          choose: () => goTo(`/tasks?${new URLSearchParams({ q: query, task: String(task.id) })}`),
        })),
        {
          value: 'all found',
          label: `Show all tasks with “${query}”`,
          mark: <Search aria-hidden size={18} strokeWidth={1.75} className="text-soft" />,
          choose: () => goTo(`/tasks?${new URLSearchParams({ q: query })}`),
        },
      ],
    });
  return { groups, isPending };
};

const resultsInWords = (groups: readonly ItemGroup[], isPending: boolean): string => {
  if (isPending) return 'Looking for tasks';
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return `${count} ${count === 1 ? 'result' : 'results'}`;
};

const Row = ({ item, onChoose }: { item: Item; onChoose: (item: Item) => void }) => (
  <Autocomplete.Item
    value={item}
    onClick={() => onChoose(item)}
    className="flex min-h-11 cursor-default scroll-my-2 items-center gap-3 rounded px-3 py-1 select-none data-highlighted:bg-sunken sm:min-h-9"
  >
    {item.mark}
    <span dir="auto" className="line-clamp-2 min-w-0 flex-1 text-start wrap-anywhere">
      {item.label}
    </span>
    <span aria-hidden className="[@media(pointer:coarse)]:hidden">
      {item.hint}
    </span>
  </Autocomplete.Item>
);

const Content = ({
  offered,
  goTo,
  onChoose,
  onGone,
}: Pick<LayerProps, 'offered' | 'goTo'> & { onChoose: (item: Item) => void; onGone: () => void }) => {
  const [typed, setTyped] = useState('');
  const { groups, isPending } = useItems(typed, { offered, goTo });
  // The focus goes back in the turn in which this goes away: a command may be about the task that has it.
  useEffect(() => () => void setTimeout(onGone), [onGone]);
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={typed}
      onValueChange={(value, { reason }) => {
        // Choosing would write the label into the field.
        if (reason !== 'item-press') setTyped(value);
      }}
      itemToStringValue={({ label }) => label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-b border-line pr-1.5 pl-4">
        <Search aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-faint" />
        <Autocomplete.Input
          aria-label="Find a command or a task"
          placeholder="Find a command or a task"
          dir="auto"
          maxLength={200}
          autoComplete="off"
          enterKeyHint="go"
          className="min-h-12 min-w-0 flex-1 bg-transparent px-1 outline-none"
        />
        <Dialog.Close render={<IconButton label="Close" />}>
          <X aria-hidden className="size-5" />
        </Dialog.Close>
      </div>
      <Autocomplete.Status className="sr-only">{resultsInWords(groups, isPending)}</Autocomplete.Status>
      <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5">
        {(group: ItemGroup) => (
          <Autocomplete.Group key={group.value} items={group.items} className="not-first:pt-2">
            <Autocomplete.GroupLabel className="px-3 pt-1.5 pb-1 text-small text-soft select-none">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: Item) => <Row key={item.value} item={item} onChoose={onChoose} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
};

/** One field for everything: what can be done here, where one can go, and the tasks with the typed words. */
const CommandPalette = ({ open, onOpenChange, offered, goTo }: LayerProps) => {
  const chosen = useRef<Item | null>(null);
  const carryOut = useCallback(() => {
    chosen.current?.choose();
    chosen.current = null;
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup
          aria-label="Commands"
          onKeyDown={(event) => {
            if (keyOf(event.nativeEvent, isApple()) !== 'Mod+k') return;
            event.preventDefault();
            // Held down, it would open and close in turn.
            if (!event.repeat) onOpenChange(false);
          }}
          className={clsx(
            popupClass,
            'fixed inset-x-0 top-0 z-50 flex max-h-[85dvh] flex-col rounded-t-none border-x-0 border-t-0 pt-[env(safe-area-inset-top)]',
            'transition-none sm:inset-x-auto sm:top-[12dvh] sm:left-1/2 sm:max-h-[min(30rem,76dvh)] sm:w-[36rem] sm:-translate-x-1/2 sm:rounded sm:border',
          )}
        >
          <Content
            offered={offered}
            goTo={goTo}
            onChoose={(item) => {
              chosen.current = item;
              onOpenChange(false);
            }}
            onGone={carryOut}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

export default CommandPalette;
