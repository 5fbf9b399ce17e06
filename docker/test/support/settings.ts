import { environment as backend } from '@todo/backend/dist/config.js';
import { environment as frontend } from '@todo/frontend/src/server/env.js';
import { environment as mcp } from '@todo/mcp/dist/config.js';
import type { z } from 'zod';
import { read } from './files.js';

export interface Setting {
  name: string;
  /** What it is when it is not set; empty when it is nothing. */
  standard: string;
  /** The words of its schema, which `.env.example` repeats. */
  description: string;
}

const ofSchema = (schema: z.ZodObject): Setting[] => {
  const standards = schema.partial().parse({});
  return Object.entries(schema.shape).map(([name, { description }]) => {
    const standard = standards[name];
    const text = typeof standard === 'string' || typeof standard === 'number' ? String(standard) : '';
    return { name, standard: text, description: description ?? '' };
  });
};

/** What the preload of the frontend reads: it has no schema, because it needs no library. */
const ofPreload = [...read('packages/health/src/next.ts').matchAll(/env\.([A-Z_]+) \|\| '([^']*)'/g)].map(
  ([, name = '', standard = '']) => ({ name, standard, description: '' }),
);

/** What the server that Next.js generates reads. */
const ofNext = [
  { name: 'HOSTNAME', standard: '0.0.0.0', description: 'Address to listen on.' },
  { name: 'PORT', standard: '3000', description: 'Port to listen on.' },
];

/** Every setting of each service. */
export const settings = {
  backend: ofSchema(backend),
  mcp: ofSchema(mcp),
  frontend: [...ofSchema(frontend), ...ofPreload, ...ofNext],
};

export type Service = keyof typeof settings;

export const services = Object.keys(settings) as Service[];

export interface Documented {
  name: string;
  standard: string;
  comment: string;
  section: string;
}

/** What `.env.example` says: a comment for one or several lines `# NAME=value`, under headings. */
export const documented: Documented[] = read('.env.example')
  .split(/^# --- (?=\S)/m)
  .slice(1)
  .flatMap((part) => {
    const [section = ''] = part.split(/ -+$/m, 1);
    return part.split('\n\n').flatMap((block) => {
      const lines = block.trim().split('\n');
      const isSetting = (line: string) => /^(# )?[A-Z_]+=/.test(line);
      const comment = lines.filter((line) => !isSetting(line)).map((line) => line.replace(/^# ?/, ''));
      return lines.filter(isSetting).map((line) => {
        const [, name = '', standard = ''] = /([A-Z_]+)=(.*)$/.exec(line) ?? [];
        return { name, standard, comment: comment.join(' '), section };
      });
    });
  });

/** Whether a line of `.env.example` is about this setting: it has its name, its default if there is one, and its words. */
export const isAbout = (line: Documented, { name, standard, description }: Setting): boolean =>
  line.name === name && ['', line.standard].includes(standard) && line.comment.includes(description);

/** The services that a line of `.env.example` is about. */
export const readersOf = (line: Documented): Service[] =>
  services.filter((service) => settings[service].some((setting) => isAbout(line, setting)));
