export * from './event.js';
export * from './limits.js';
export * from './problem.js';
export * from './request-id.js';
export * from './task.js';
export { codePoints, timeZone } from './text.js';
export * from './token.js';
export * from './user.js';
