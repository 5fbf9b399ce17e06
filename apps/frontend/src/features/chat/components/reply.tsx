'use client';

import type { Turn } from '@todo/contracts';
import { lazy, Suspense } from 'react';
import { textParts } from '../model/plain-text';

const Markdown = lazy(() => import('./markdown'));

const PlainText = ({ text }: { text: string }) =>
  textParts(text).map((part, index) =>
    part.kind === 'list' ? (
      <ul key={index} className="list-disc space-y-1 pl-5">
        {part.items.map((item, place) => (
          <li key={place}>{item}</li>
        ))}
      </ul>
    ) : (
      <p key={index} className="whitespace-pre-wrap">
        {part.text}
      </p>
    ),
  );

/** What the assistant says. The built-in model writes plain text, others Markdown. */
export const Reply = ({ turn }: { turn: Pick<Turn, 'model' | 'response'> }) => {
  const plain = <PlainText text={turn.response} />;
  return (
    // The built-in model writes English, whatever the titles in it are written in.
    <div dir={turn.model === 'built-in' ? 'ltr' : 'auto'} className="space-y-2 wrap-anywhere">
      {turn.model === 'built-in' ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <Markdown text={turn.response} />
        </Suspense>
      )}
    </div>
  );
};
