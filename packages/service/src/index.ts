export { LISTEN_BACKLOG } from './backlog.js';
export { createLogger } from './logger.js';
export {
  ConfigError,
  checkShutdown,
  commaSeparated,
  postgresUrl,
  readSettings,
  secret,
  serviceSettings,
  wholeNumber,
} from './settings.js';
