'use client';

import type { ToolCall } from '@todo/contracts';
import { clsx } from 'clsx';
import {
  Ban,
  Check,
  ChevronRight,
  type LucideIcon,
  Pencil,
  Plus,
  RotateCcw,
  Search,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTalk } from '../hooks/use-chat';
import { type CallKind, callInWords } from '../model/call-words';

const MARKS: Record<CallKind, LucideIcon> = {
  add: Plus,
  change: Pencil,
  complete: Check,
  delete: Trash2,
  restore: RotateCcw,
  look: Search,
  refused: Ban,
};

const Line = ({ call }: { call: ToolCall }) => {
  const { moment } = useTalk();
  const { kind, text, details, isUnderWay } = callInWords(call, moment);
  const Mark = MARKS[kind];
  const line = (
    <>
      <Mark
        aria-hidden
        size={16}
        strokeWidth={1.75}
        className={clsx(
          'mt-0.5 shrink-0',
          kind === 'refused' ? 'text-danger' : kind === 'look' || isUnderWay ? 'text-faint' : 'text-accent',
        )}
      />
      <span className={clsx('min-w-0 flex-1 wrap-anywhere', isUnderWay && 'text-soft')}>
        {text}
        {isUnderWay && '…'}
      </span>
    </>
  );
  if (details.length === 0) return <div className="flex gap-2.5 px-3 py-2">{line}</div>;
  return (
    <details className="group/call">
      <summary className="flex list-none gap-2.5 rounded px-3 py-2 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        {line}
        <ChevronRight
          aria-hidden
          size={16}
          strokeWidth={1.75}
          className="mt-0.5 shrink-0 text-soft transition-transform group-open/call:rotate-90"
        />
      </summary>
      <ul className="space-y-1 pr-3 pb-2 pl-9.5 text-soft">
        {details.map((detail, index) => (
          <li key={index} className="wrap-anywhere">
            {detail}
          </li>
        ))}
      </ul>
    </details>
  );
};

interface ToolCallsProps {
  calls: readonly ToolCall[];
  /** Beside them: the way back. */
  children?: ReactNode;
}

/** What the assistant did, call by call. */
export const ToolCalls = ({ calls, children }: ToolCallsProps) => (
  <div className="flex items-start overflow-clip rounded border border-line bg-raised text-small">
    <ul aria-label="What the assistant did" className="min-w-0 flex-1 divide-y divide-line">
      {calls.map((call) => (
        <li key={call.id}>
          <Line call={call} />
        </li>
      ))}
    </ul>
    {children}
  </div>
);
