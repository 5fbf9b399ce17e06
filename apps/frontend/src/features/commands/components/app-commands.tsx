'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type ComponentType, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useToasts } from '@/components/ui/toast';
import { useSignOut } from '@/features/auth/hooks/use-sign-out';
import { useTheme } from '@/features/settings/hooks/use-theme';
import { useCommandBook, useCommands } from '../hooks/use-commands';
import { useFocusNet } from '../hooks/use-focus-net';
import { areSingleKeysOn } from '../hooks/use-single-keys';
import { COMMAND_IDS, type CommandId, commandOf } from '../model/commands';
import { createKeyReader, isSingle, keyOf } from '../model/key-reader';
import { isApple } from '../platform';

const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';
/** What keeps the keys for itself while it is open. A toast is a dialog by its role only. */
const LAYERS = ':is([role=dialog], [role=alertdialog]):not([aria-modal=false]), [role=menu]';
const A_TOAST = '[role=dialog], [role=alertdialog]';

/** Milliseconds after which nobody expects a key any more to do something. */
const STILL_MEANT = 3_000;

/** Types a key that was pressed before the field was focused that an earlier key asked for; false without one. */
const typeLate = ({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean => {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || field === target || !field.matches(TYPING)) return false;
  if (key.length === 1 && !ctrlKey && !metaKey) {
    const at = field.selectionEnd ?? field.value.length;
    field.setRangeText(key, at, at, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  return true;
};

/** Carries out what the keys mean, wherever they don't mean something else. */
const useKeys = (isOpening: RefObject<boolean>): void => {
  const book = useCommandBook();
  const [read] = useState(createKeyReader);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return;
    const key = keyOf(event, isApple());
    // What is typed between the key and the palette that it opens is no command.
    if (key === null || isOpening.current || document.querySelector(LAYERS) !== null) return;
    if (isSingle(key)) {
      const elsewhere = event.target instanceof Element && event.target.closest(`${TYPING}, ${A_TOAST}`);
      if (elsewhere || !areSingleKeysOn()) return;
    }
    const id = read(key, event.timeStamp);
    if (id !== null && (id === 'waiting' || book.run(id))) event.preventDefault();
  });
  useEffect(() => {
    for (const event of window.takeEarlyKeys?.() ?? [])
      if (performance.now() - event.timeStamp < STILL_MEANT && !typeLate(event)) press(event);
    const listener = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) press(event);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
};

/** Goes to a place of ours; between views of the list at once, without asking the server. */
const useGoTo = (): ((href: string) => void) => {
  const router = useRouter();
  const here = usePathname();
  return (href) => {
    const [path] = href.split('?');
    if (path === here && here === '/tasks') window.history.pushState(null, '', href);
    else router.push(href);
  };
};

export interface LayerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  goTo: (href: string) => void;
  /** What could be done when it was opened, in the order in which it is listed. */
  offered: readonly CommandId[];
}

const loadPalette = () => import('./command-palette');
const loadHelp = () => import('./help-sheet');

/** The keys, what can be done on every page, and what opens over it. */
const AppCommands = () => {
  const book = useCommandBook();
  const toasts = useToasts();
  const signOut = useSignOut();
  const [, setTheme] = useTheme();
  const goTo = useGoTo();
  const [layer, setLayer] = useState<
    (Pick<LayerProps, 'offered'> & { View: ComponentType<LayerProps> }) | null
  >(null);
  const [isOpen, setOpen] = useState(false);
  const isOpening = useRef(false);
  useFocusNet();

  const show = (load: () => Promise<{ default: ComponentType<LayerProps> }>) => {
    const onTask = document.activeElement?.closest('[data-row]') != null;
    const offered = COMMAND_IDS.filter((id) => book.can(id) && (onTask || commandOf(id).group !== 'task'));
    isOpening.current = true;
    load().then(
      (module) => {
        isOpening.current = false;
        setLayer({ View: module.default, offered });
        setOpen(true);
      },
      () => {
        isOpening.current = false;
        toasts.show({
          tone: 'danger',
          message: 'This could not be loaded. Check your connection and try again.',
        });
      },
    );
  };
  const onTasksPage = (id: CommandId) => {
    book.runOnceThere(id);
    goTo('/tasks');
  };
  const places = COMMAND_IDS.flatMap((id) => {
    const { href } = commandOf(id);
    return href === undefined ? [] : [[id, () => goTo(href)] as const];
  });
  useCommands(
    {
      ...Object.fromEntries(places),
      palette: () => show(loadPalette),
      help: () => show(loadHelp),
      'new-task': () => onTasksPage('new-task'),
      search: () => onTasksPage('search'),
      'theme-light': () => setTheme('light'),
      'theme-dark': () => setTheme('dark'),
      'theme-system': () => setTheme('system'),
      'sign-out': () => void signOut(),
    },
    'everywhere',
  );
  // After what they do is known: they may have been pressed before.
  useKeys(isOpening);

  // So that they open at once, also offline.
  useEffect(() => {
    for (const load of [loadPalette, loadHelp]) void load().catch(() => undefined);
  }, []);

  return layer && <layer.View open={isOpen} onOpenChange={setOpen} goTo={goTo} offered={layer.offered} />;
};

export default AppCommands;
