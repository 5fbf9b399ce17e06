/** The name of the product: an open circle to do, a ticked one that is done. */
export const Wordmark = ({ className }: { className?: string }) => (
  <svg
    viewBox="0 0 92 32"
    role="img"
    aria-label="todo"
    className={className}
    fill="none"
    strokeLinecap="round"
  >
    <g stroke="currentColor" strokeWidth="3.6">
      <path d="M10 5v17.5q0 4.5 5 4.5M4.5 11.5h10" />
      <circle cx="28.5" cy="19" r="8" />
      <circle cx="53.5" cy="19" r="8" />
      <path d="M61.5 4.5V27" />
    </g>
    <circle cx="79" cy="19" r="9.8" className="fill-accent" />
    <path
      d="m74.6 19.3 3.1 3.1 5.8-6.2"
      className="stroke-on-accent"
      strokeWidth="2.8"
      strokeLinejoin="round"
    />
  </svg>
);
