/**
 * Connections that the kernel keeps until the event loop accepts them: as many as Linux allows (`net.core.somaxconn`,
 * 4096). Node.js asks for 511; who finds no place tries again after a second, when a probe has been given up.
 */
export const LISTEN_BACKLOG = 4096;
