interface PolicyOptions {
  nonce: string;
  /** React's development build evaluates text as code; its styles come as elements without a nonce. */
  development: boolean;
}

/** The Content-Security-Policy of a page: our own origin, and scripts that carry this answer's nonce. */
export const contentSecurityPolicy = ({ nonce, development }: PolicyOptions): string =>
  [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `img-src 'self' data:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
