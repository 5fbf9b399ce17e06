'use client';

import { SUGGESTIONS } from '../model/words';

/** What an empty conversation offers: the first step. */
export const Suggestions = ({ onChoose }: { onChoose: (text: string) => void }) => (
  <div className="grid content-end gap-3">
    <h3 className="text-lead font-semibold">What can I do for your list?</h3>
    <p className="text-soft">Say it in your own words. What gets changed can be undone.</p>
    <ul aria-label="Suggestions" className="grid divide-y divide-line border-y border-line">
      {SUGGESTIONS.map((text) => (
        <li key={text}>
          <button
            type="button"
            onClick={() => onChoose(text)}
            className="-mx-2 min-h-11 w-[calc(100%+1rem)] rounded px-2 py-2 text-left text-accent hover:bg-sunken"
          >
            {text}
          </button>
        </li>
      ))}
    </ul>
  </div>
);
