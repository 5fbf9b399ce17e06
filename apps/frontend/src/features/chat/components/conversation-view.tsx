'use client';

import type { Turn } from '@todo/contracts';
import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiProblem, messageOf } from '@/lib/api';
import type { useConversation } from '../hooks/use-conversation';
import { useStickToEnd } from '../hooks/use-stick-to-end';
import type { Thread } from '../model/chat';
import { Suggestions } from './suggestions';
import { Said, TurnItem, Typing } from './turn-item';

interface ConversationViewProps {
  thread: Thread;
  conversation: ReturnType<typeof useConversation>;
  onSay: (message: string) => void;
  /** The conversation is not there any more. */
  onMissing: () => void;
  /** What scrolls. */
  box: RefObject<HTMLDivElement | null>;
  /** After something that had the focus has gone. */
  onGone: () => void;
}

/** What changes when there is something new to read. */
const newest = (turn: Turn | undefined): string =>
  turn === undefined ? '' : `${turn.turn_id} ${turn.status} ${turn.response === ''}`;

/** The turns of a conversation, the newest at its end. */
export const ConversationView = (props: ConversationViewProps) => {
  const { thread, conversation, onSay, onGone, box } = props;
  const { turns, outgoing, open, error, isFetching, hasNextPage, isFetchingNextPage } = conversation;
  const { content, isAway, onScroll, goToEnd } = useStickToEnd(box, turns?.[0]?.turn_id);
  const mark = newest(turns?.at(-1));
  const [seen, setSeen] = useState(mark);
  if (!isAway && seen !== mark) setSeen(mark);

  // Whoever says something wants to see what comes of it.
  const said = outgoing.length;
  const saidBefore = useRef(said);
  // A conversation is opened at its end.
  useEffect(goToEnd, [thread]);
  useEffect(() => {
    if (said > saidBefore.current) goToEnd();
    saidBefore.current = said;
  });

  const isMissing = error instanceof ApiProblem && error.status === 404;
  const onMissing = useEffectEvent(props.onMissing);
  useEffect(() => {
    if (isMissing) onMissing();
  }, [isMissing]);

  const isEmpty = turns?.length === 0 && outgoing.length === 0;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* The finished answer is announced once, elsewhere: not each word of it. */}
      <div
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        aria-busy={turns === undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div ref={content} className="mt-auto grid gap-6 p-4">
          {error !== null && !isMissing && (
            <Banner
              tone="danger"
              action={
                <Button onClick={() => void conversation.refetch()} busy={isFetching}>
                  Load again
                </Button>
              }
            >
              The conversation could not be loaded. {messageOf(error)}
            </Banner>
          )}
          {turns === undefined && error === null && (
            <div className="grid gap-4">
              <Skeleton className="ml-auto h-10 w-3/5" />
              <Skeleton className="h-16" />
            </div>
          )}
          {hasNextPage && (
            <div className="flex justify-center">
              <Button
                variant="quiet"
                busy={isFetchingNextPage}
                onClick={() => void conversation.fetchNextPage()}
              >
                Show earlier
              </Button>
            </div>
          )}
          {isEmpty && <Suggestions onChoose={onSay} />}
          {turns !== undefined && !isEmpty && (
            <ol className="grid gap-6">
              {turns.map((turn, index) => (
                <TurnItem
                  key={turn.turn_id}
                  turn={turn}
                  isLast={index === turns.length - 1 && outgoing.length === 0}
                  isBehind={turn.status === 'queued' && turn.turn_id !== open?.turn_id}
                  onAnswer={onSay}
                  onGone={onGone}
                />
              ))}
              {outgoing.map(({ key, message }, index) => (
                <li key={key} className="grid gap-3">
                  <Said text={message} />
                  {index === 0 && open === undefined && <Typing />}
                </li>
              ))}
            </ol>
          )}
        </div>
      </div>
      {isAway && seen !== mark && (
        <Button className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-float" onClick={goToEnd}>
          <ArrowDown aria-hidden size={16} strokeWidth={1.75} />
          New reply
        </Button>
      )}
    </div>
  );
};
