'use client';

import { clsx } from 'clsx';
import { type ComponentType, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/features/commands/hooks/use-commands';
import { useMediaQuery } from '@/features/tasks/hooks/use-media-query';
import { keep, recall } from '../hooks/tab-storage';
import { AssistantContext } from '../hooks/use-assistant';
import { openCookie } from '../open-cookie';

const ID = 'assistant';
const SHEET = 'todo.assistant.sheet';
/** Below this there is no room for the list and the panel beside each other: Tailwind's `lg`. */
const NARROW = '(max-width: 63.99rem)';

/** Fetches the panel once it is wanted; a fetch that failed can be tried again. */
const usePanel = (isWanted: boolean) => {
  const [Panel, setPanel] = useState<ComponentType | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const load = useCallback(
    () =>
      import('./assistant-panel').then(
        (module) => setPanel(() => module.default),
        () => setFailed(true),
      ),
    [],
  );
  useEffect(() => {
    if (isWanted && Panel === null && !hasFailed) void load();
  }, [isWanted, Panel, hasFailed, load]);
  return { Panel, hasFailed, tryAgain: () => setFailed(false) };
};

interface AssistantFrameProps {
  /** Whether the panel stood open beside the list when it was seen last. */
  initiallyOpen: boolean;
  /** The header and the page. */
  children: ReactNode;
}

/** The page with the assistant: a panel that it makes room for, or a sheet over it where there is none. */
export const AssistantFrame = ({ initiallyOpen, children }: AssistantFrameProps) => {
  const isNarrow = useMediaQuery(NARROW);
  const [isPanelOpen, setPanelOpen] = useState(initiallyOpen);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [opened, setOpened] = useState(0);
  const [isWanted, setWanted] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  // A sheet becomes a panel when the window gets room for one.
  const isBeside = isPanelOpen || isSheetOpen;
  const isOpen = isNarrow ? isSheetOpen : isBeside;
  const isSheet = isOpen && isNarrow;
  const { Panel, hasFailed, tryAgain } = usePanel(isOpen || isWanted);

  // A phone drops pages that it does not show, and loads them anew.
  useEffect(() => setSheetOpen(recall(SHEET) === true), []);

  const open = useCallback(() => {
    const { activeElement } = document;
    if (!place.current?.contains(activeElement)) opener.current = activeElement;
    if (isNarrow) {
      setSheetOpen(true);
      keep(SHEET, true);
    } else {
      setPanelOpen(true);
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
      document.cookie = openCookie(true);
    }
    setOpened((count) => count + 1);
  }, [isNarrow]);

  const close = useCallback(() => {
    setSheetOpen(false);
    keep(SHEET, false);
    if (isNarrow) return;
    setPanelOpen(false);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = openCookie(false);
  }, [isNarrow]);

  // The focus goes back to where it came from, once that can be reached again.
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    const hasClosed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (
      !hasClosed ||
      (document.activeElement !== document.body && !place.current?.contains(document.activeElement))
    )
      return;
    const back = opener.current?.isConnected && opener.current !== document.body ? opener.current : null;
    const target = back ?? document.querySelector(`[aria-controls="${ID}"]`);
    if (target instanceof HTMLElement) target.focus();
  }, [isOpen]);

  // Whoever went on to another field while the panel was still loading keeps the focus there.
  const awaitsFocus = useCallback(() => {
    const { activeElement, body } = document;
    return (
      [null, body, opener.current].includes(activeElement) || place.current?.contains(activeElement) === true
    );
  }, []);

  useCommands({ assistant: open });

  const assistant = useMemo(
    () => ({ isOpen, isSheet, opened, awaitsFocus, open, close, prepare: () => setWanted(true) }),
    [isOpen, isSheet, opened, awaitsFocus, open, close],
  );
  return (
    <AssistantContext value={assistant}>
      <div inert={isSheet} className={clsx(isBeside && 'lg:pr-(--assistant)')}>
        {children}
      </div>
      {isSheet && <div aria-hidden onClick={close} className="fixed inset-0 z-30 bg-veil" />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has one of two roles */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: only as a dialog */}
      <div
        ref={place}
        id={ID}
        role={isSheet ? 'dialog' : 'complementary'}
        aria-modal={isSheet || undefined}
        aria-label="Assistant"
        hidden={!isOpen}
        data-sheet={isSheet || undefined}
        data-panel={(isOpen && !isSheet) || undefined}
        onKeyDown={(event) => {
          // Not what happens in a dialog that was opened from here, nor while an input method composes.
          const isHere = event.currentTarget.contains(event.target as Node);
          if (event.key !== 'Escape' || !isHere || event.defaultPrevented || event.nativeEvent.isComposing)
            return;
          event.preventDefault();
          close();
        }}
        className={clsx(
          'fixed inset-y-0 right-0 z-30 flex w-full flex-col border-line bg-paper sm:w-(--assistant) sm:border-l',
          !isSheetOpen && 'max-lg:hidden',
        )}
      >
        {Panel !== null && <Panel />}
        {Panel === null && hasFailed && (
          <div className="p-4">
            <Banner tone="danger" action={<Button onClick={tryAgain}>Try again</Button>}>
              The assistant could not be loaded. Check your connection.
            </Banner>
          </div>
        )}
      </div>
    </AssistantContext>
  );
};
