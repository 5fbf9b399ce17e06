/** The commands that run containers here, or a sentence that says what is missing. */
export type Engine = { compose: [command: string, ...args: string[]]; missing?: never } | { missing: string };

/** Looks for a Docker engine that answers and for Compose 2, as a plugin of `docker` or a program by itself. */
export function findEngine(env?: NodeJS.ProcessEnv): Engine;

/** What belongs to Compose projects: ids of containers, names of networks and volumes. */
export interface Belongings {
  containers: string[];
  networks: string[];
  volumes: string[];
}

/**
 * What there is of the projects whose name passes `isWanted`, whatever runs or not.
 * @throws {Error} with what docker said
 */
export function belongingsOf(isWanted: (project: string) => boolean): Belongings;

/**
 * Removes all of that, with its data.
 * @throws {Error} with what docker said
 */
export function removeProjects(isWanted: (project: string) => boolean): void;

/**
 * Takes these names away from images, and the images that have no other.
 * @param isWanted told a name with its tag: `todo-backend:local`
 * @throws {Error} with what docker said
 */
export function removeImages(isWanted: (name: string) => boolean): void;
