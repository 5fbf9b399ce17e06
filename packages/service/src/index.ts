export { createLogger } from './logger.js';
export {
  ConfigError,
  commaSeparated,
  postgresUrl,
  readSettings,
  secret,
  serviceSettings,
  wholeNumber,
} from './settings.js';
