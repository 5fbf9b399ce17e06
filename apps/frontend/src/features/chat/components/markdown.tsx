'use client';

import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';

const ALLOWED = [
  ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'a', 'img'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
];

/** An address outside that a person may be led to; everything else is no address. */
export const safeHref = (href: string | undefined): string | null => {
  const url = href !== undefined && URL.canParse(href) ? new URL(href) : null;
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
};

// The panel has its own headings: those of a reply are emphasis.
const Heading = ({ children }: { children?: ReactNode }) => <p className="font-semibold">{children}</p>;

const COMPONENTS: Components = {
  a: ({ href, children }) => {
    const address = safeHref(href);
    if (address === null) return children;
    return (
      <a
        href={address}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent underline underline-offset-2 wrap-anywhere"
      >
        {children}
      </a>
    );
  },
  // A picture would tell its server who reads this: its description stands for it.
  img: ({ alt }) => alt ?? null,
  p: ({ children }) => <p>{children}</p>,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-1 pl-6 marker:normal-nums">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-l-2 border-edge pl-3 text-soft">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded bg-sunken px-1 text-small">{children}</code>,
  pre: ({ children }) => <pre className="whitespace-pre-wrap rounded bg-sunken p-2">{children}</pre>,
  hr: () => <hr className="border-line" />,
};

/** Markdown of a model, as text with marks: no HTML, no pictures, no addresses but http and https. */
const Markdown = ({ text }: { text: string }) => (
  <ReactMarkdown
    allowedElements={ALLOWED}
    unwrapDisallowed
    components={COMPONENTS}
    urlTransform={(url) => url}
  >
    {text}
  </ReactMarkdown>
);

export default Markdown;
