/** Every limit that more than one room has to know. The database constraints are tested against these. */
export const LIMITS = {
  title: { min: 1, max: 200 },
  description: { max: 1000 },
  tags: { max: 20 },
  tag: { min: 1, max: 50 },
  query: { max: 200 },
  /** Days that a task can be due on: wide enough for people, narrow enough for every date type on the way. */
  due: { min: '1900-01-01', max: '2999-12-31' },
  page: { default: 50, max: 200 },
  cursor: { max: 2048 },
  idempotencyKey: { min: 1, max: 255 },
  /** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
  email: { max: 254 },
  password: { min: 8, max: 128 },
  name: { max: 100 },
  /** PostgreSQL's integer, which the number of a task is. */
  taskId: { max: 2_147_483_647 },
  /** Tasks that a tool shows at once; small, because a model reads each of them. */
  toolPage: { default: 50, max: 200 },
  /** Tasks, or operations, in one bulk change; bytes of its body over REST. */
  bulk: { max: 100, body: 1024 * 1024 },
  /** Messages of a conversation that its history gives at once. */
  historyMessages: 500,
  /** What a person says to the assistant in one message. */
  message: { max: 4000 },
  /** Personal access tokens of one user. */
  tokens: { max: 50 },
  tokenName: { min: 1, max: 100 },
  /** Days that a personal access token may live. */
  tokenDays: { default: 90, max: 365 },
  /** Days that one that has expired is still listed, so that its owner sees why a program has stopped. */
  expiredTokenDays: 30,
  /** Bytes of a request's body. */
  body: { max: 128 * 1024 },
  /** Tasks of a file that is imported, and its bytes. */
  import: { max: 10_000, body: 8 * 1024 * 1024 },
  /** Days that a deleted task can still be restored. */
  trashDays: 30,
  /** Days that a change can be undone. */
  undoDays: 30,
  /** Days that an event stream can be resumed over. */
  eventDays: 7,
  idempotencyHours: 24,
} as const;
