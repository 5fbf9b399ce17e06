'use client';

import { isOver, type Turn } from '@todo/contracts';
import { clsx } from 'clsx';
import { RotateCcw } from 'lucide-react';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/api';
import { useTalk } from '../hooks/use-chat';
import { isUnderWay } from '../model/call-words';
import { statusInWords } from '../model/words';
import { Question } from './question';
import { Reply } from './reply';
import { ToolCalls } from './tool-calls';

/** What a person said. */
export const Said = ({ text, note }: { text: string; note?: ReactNode }) => (
  <div className="ml-auto grid max-w-[88%] justify-items-end gap-1">
    <p className="sr-only">You said</p>
    <p
      dir="auto"
      className="rounded border border-line bg-sunken px-3 py-2 whitespace-pre-wrap wrap-anywhere"
    >
      {text}
    </p>
    {note !== undefined && <div className="flex items-center gap-2 text-small text-soft">{note}</div>}
  </div>
);

/** Three dots, once the wait is felt. */
export const Typing = () => (
  <p className="appear-late flex h-6 items-center gap-1">
    <span className="sr-only">The assistant is working on it</span>
    {['', '[animation-delay:200ms]', '[animation-delay:400ms]'].map((delay) => (
      <span
        key={delay}
        aria-hidden
        className={clsx(
          'size-1.5 animate-[pulse_1.2s_ease-in-out_infinite] rounded-full bg-edge forced-colors:bg-[CanvasText]',
          delay,
        )}
      />
    ))}
  </p>
);

/** Something that is done to a turn: whether it is under way, and why it was refused. */
const useAction = () => {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const run = async (action: () => Promise<void>) => {
    setState({ isBusy: true, error: null });
    const error = await action().then(
      () => null,
      (cause: unknown) => cause,
    );
    setState({ isBusy: false, error });
  };
  return { ...state, run };
};

interface TurnItemProps {
  turn: Turn;
  /** Nothing was said after it. */
  isLast: boolean;
  /** Others of its conversation are answered first. */
  isBehind: boolean;
  onAnswer: (answer: 'yes' | 'no') => void;
  /** After something that was pressed has gone: where the focus is to be. */
  onGone: () => void;
}

/** What was said, and what the assistant did and said to it. */
export const TurnItem = memo(({ turn, isLast, isBehind, onAnswer, onGone }: TurnItemProps) => {
  const { chat } = useTalk();
  const undone = useRef<HTMLParagraphElement>(null);
  const hasUndone = useRef(false);
  const undo = useAction();
  const retry = useAction();
  const cancel = useAction();
  const { turn_id: id, status, question } = turn;
  const words = statusInWords(turn);
  // What has no result when the turn is over was not done.
  const calls = turn.tool_calls.filter((call) => !isOver(status) || !isUnderWay(call));
  const isWaitingForCall = calls.some(isUnderWay);
  const canRetry = isLast && (status === 'failed' || status === 'interrupted' || status === 'cancelled');
  const hasWork = calls.length > 0 || turn.can_undo || turn.undone;

  // The button that was pressed has gone: the focus stays in its place.
  useEffect(() => {
    if (!turn.undone || !hasUndone.current) return;
    hasUndone.current = false;
    undone.current?.focus();
  }, [turn.undone]);

  const undoing = turn.undone ? (
    <p ref={undone} tabIndex={-1} className="rounded px-3 py-2 text-soft">
      Undone
    </p>
  ) : (
    turn.can_undo && (
      <button
        type="button"
        aria-busy={undo.isBusy || undefined}
        onClick={() => {
          if (undo.isBusy) return;
          void undo.run(async () => {
            hasUndone.current = true;
            await chat.undo(turn);
          });
        }}
        className="touch-target rounded px-3 py-2 font-semibold text-accent -outline-offset-2 hover:bg-accent-soft"
      >
        Undo
      </button>
    )
  );

  return (
    <li className="grid gap-3" data-turn={id}>
      <Said
        text={turn.message}
        {...(isBehind && {
          note: (
            <>
              <p>Waits for the answer above</p>
              <Button
                variant="quiet"
                className="min-h-9 px-2 sm:min-h-8 sm:px-2"
                busy={cancel.isBusy}
                onClick={() => {
                  onGone();
                  void cancel.run(() => chat.cancel(id));
                }}
              >
                Don’t send
              </Button>
            </>
          ),
        })}
      />
      {cancel.error !== null && <Banner tone="danger">{messageOf(cancel.error)}</Banner>}
      <div className="grid gap-3">
        <p className="sr-only">The assistant</p>
        {hasWork && <ToolCalls calls={calls}>{undoing}</ToolCalls>}
        {undo.error !== null && <Banner tone="danger">Nothing was undone. {messageOf(undo.error)}</Banner>}
        {turn.response !== '' && <Reply turn={turn} />}
        {!isOver(status) && !isBehind && turn.response === '' && !isWaitingForCall && <Typing />}
        {status === 'waiting' && question !== null && isLast && (
          <Question question={question} onAnswer={onAnswer} />
        )}
        {words !== null && (
          <div
            className={clsx(
              'flex flex-wrap items-center justify-between gap-2 border-l-2 pl-3',
              status === 'failed' ? 'border-danger' : 'border-edge text-soft',
            )}
          >
            <p>{words}</p>
            {canRetry && (
              <Button busy={retry.isBusy} onClick={() => void retry.run(() => chat.retry(id))}>
                <RotateCcw aria-hidden size={16} strokeWidth={1.75} />
                Try again
              </Button>
            )}
          </div>
        )}
        {retry.error !== null && <Banner tone="danger">{messageOf(retry.error)}</Banner>}
      </div>
    </li>
  );
});
