'use client';

import type { PendingQuestion } from '@todo/contracts';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ANSWERS } from '../model/words';

interface QuestionProps {
  question: PendingQuestion;
  onAnswer: (answer: 'yes' | 'no') => void;
}

/** The longest time that a timer of a browser can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether a moment (milliseconds since 1970) is over, from the moment on in which it is. */
const useIsOver = (moment: number): boolean => {
  const [isOver, setOver] = useState(() => moment <= Date.now());
  useEffect(() => {
    setOver(moment <= Date.now());
    const left = Math.min(Math.max(moment - Date.now(), 0), LONGEST_TIMER);
    const timer = setTimeout(() => setOver(true), left);
    return () => clearTimeout(timer);
  }, [moment]);
  return isOver;
};

/** What the assistant would do, task by task, and the two answers. */
export const Question = ({ question, onAnswer }: QuestionProps) => {
  const hasExpired = useIsOver(Date.parse(question.expires_at));
  return (
    <fieldset className="rounded border border-edge bg-raised">
      <legend className="sr-only">The assistant asks first</legend>
      <ul aria-label="Tasks that it is about" className="max-h-60 overflow-y-auto py-1 text-small">
        {question.tasks.map(({ id, title }) => (
          <li key={id} className="flex gap-2 px-3 py-1">
            <span className="min-w-5 text-right text-soft tabular-nums">{id}</span>
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {title}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 border-t border-line p-2">
        {hasExpired ? (
          <p className="px-1 py-1.5 text-small text-soft">
            This question has expired, and nothing was done. Ask again if you still want it.
          </p>
        ) : (
          <>
            <Button variant="primary" onClick={() => onAnswer('yes')}>
              {ANSWERS.yes}
            </Button>
            <Button onClick={() => onAnswer('no')}>{ANSWERS.no}</Button>
          </>
        )}
      </div>
    </fieldset>
  );
};
