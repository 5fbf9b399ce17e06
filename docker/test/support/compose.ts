import { parse } from 'yaml';
import { read } from './files.js';

/** A service as far as the tests look at it. */
export interface ComposeService {
  image: string;
  pull_policy?: string;
  build?: { context: string; dockerfile: string; target?: string };
  user?: string;
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  restart?: string;
  stop_grace_period?: string;
  deploy?: { resources: { limits: { cpus: string; memory: string; pids: number } } };
  networks?: string[] | Record<string, unknown>;
  network_mode?: string;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test?: string[]; interval?: string };
  depends_on?: Record<string, { condition: string; required?: boolean; restart?: boolean }>;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, unknown>;
}

/** The text of a compose file without its comments. */
export const readWithoutComments = (path: string): string => read(path).replaceAll(/^ *#.*$/gm, '');

/** A compose file as it is written: anchors are followed, variables are not filled in. */
export const readCompose = (path: string): ComposeFile => parse(read(path), { merge: true });

/** `${NAME:-standard}` with what it is when nothing is set. */
export const withoutSettings = (text: string): string => {
  const filled = text
    .replaceAll(/\$\{[A-Z_]+:-([^${}]*)\}/g, '$1')
    .replaceAll(/\$\{[A-Z_]+:\+[^${}]*\}/g, '');
  return filled === text ? text : withoutSettings(filled);
};
