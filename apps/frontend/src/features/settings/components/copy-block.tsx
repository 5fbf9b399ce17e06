'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from '../copy-text';

/** How long the button says that it is done, ms. */
const SAID_MS = 2_000;

interface CopyBlockProps {
  /** What the button says: "Copy token". */
  label: string;
  text: string;
  /** Whether the button takes the focus when it appears. */
  autoFocus?: boolean;
}

/** A text to be copied, with the button that does it. */
export const CopyBlock = ({ label, text, autoFocus = false }: CopyBlockProps) => {
  const code = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'selected' | null>(null);
  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  useEffect(() => {
    if (autoFocus) button.current?.focus();
  }, [autoFocus]);
  const copy = async () => {
    if (code.current !== null) setOutcome((await copyText(code.current)) ? 'copied' : 'selected');
  };
  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <div className="grid grid-cols-1 gap-2">
      <pre className="rounded border border-line bg-sunken px-3 py-2 text-small wrap-anywhere whitespace-pre-wrap">
        <code ref={code}>{text}</code>
      </pre>
      <div className="flex items-center gap-3">
        <Button ref={button} onClick={() => void copy()}>
          <Icon aria-hidden size={16} strokeWidth={1.75} />
          {label}
        </Button>
        <span role="status" className="text-small text-soft">
          {outcome === 'copied' && 'Copied.'}
          {outcome === 'selected' && 'It is selected: copy it from there.'}
        </span>
      </div>
    </div>
  );
};
