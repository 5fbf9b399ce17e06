/** Each before those that it calls. */
export const SERVICES = ['frontend', 'backend', 'mcp'] as const;
export type Service = (typeof SERVICES)[number];

/** Where each listens in its container. */
export const PORTS: Record<Service, number> = { backend: 8000, mcp: 8001, frontend: 3000 };

/** What the tests look at, made once for all of them. */
export interface Built {
  /** The names of the images. */
  images: Record<Service, string>;
  /** The clone that they were built from. Secrets are planted there, and each begins with `marker`. */
  clone: string;
  marker: string;
}
