/** The name of the product: an open circle to do, a ticked one that is done. */
export const Wordmark = ({ className }: { className?: string }) => (
  <svg
    viewBox="0 3 74 26"
    role="img"
    aria-label="todo"
    className={className}
    fill="none"
    strokeLinecap="round"
  >
    <g stroke="currentColor" strokeWidth="3.4">
      <path d="M6.2 5v17q0 4.7 5 4.7M1.8 11.5h8.8" />
      <circle cx="22" cy="19" r="7.6" />
      <circle cx="42" cy="19" r="7.6" />
      <path d="M49.6 4.8v21.8" />
    </g>
    <circle cx="63.6" cy="19" r="9.3" className="fill-accent" />
    <path
      d="m59.5 19.3 2.9 2.9 5.4-5.8"
      className="stroke-on-accent"
      strokeWidth="2.7"
      strokeLinejoin="round"
    />
  </svg>
);
