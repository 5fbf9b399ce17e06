import { clsx } from 'clsx';
import { Check } from 'lucide-react';

const TASKS = [
  { title: 'Water the tomatoes', note: 'today 18:00', done: true },
  { title: 'Send Ana the photos', note: 'today', done: true },
  { title: 'Renew the library card', note: 'tomorrow', done: false },
  { title: 'Book the night train to Lisbon', note: '#travel', done: false },
  { title: 'Learn one card trick', note: '', done: false },
] as const;

/** A few tasks as they look, for those who have none yet. A picture: nothing in it can be pressed. */
export const Sample = () => (
  <ul
    aria-label="A list with two of five tasks done"
    className="rounded border border-line bg-raised px-4 py-2"
  >
    {TASKS.map(({ title, note, done }) => (
      <li key={title} className="flex min-h-13 items-center gap-3 border-line py-1.5 not-first:border-t">
        <span
          aria-hidden
          className={clsx(
            'inline-flex size-6 shrink-0 items-center justify-center rounded-full border-2',
            done ? 'border-accent bg-accent text-on-accent' : 'border-edge',
          )}
        >
          {done && <Check className="size-3.5" strokeWidth={3} />}
        </span>
        <span className={clsx('min-w-0 flex-1', done && 'text-soft line-through decoration-1')}>{title}</span>
        <span className="text-small text-soft">{note}</span>
      </li>
    ))}
  </ul>
);
