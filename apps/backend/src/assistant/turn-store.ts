import { randomUUID } from 'node:crypto';
import {
  type ChatRequest,
  type Conversation,
  isOver,
  LIMITS,
  type Message,
  type ModelKind,
  ProblemError,
  type ToolCall,
  type Turn,
  type TurnStatus,
} from '@todo/contracts';
import {
  type Database,
  type Idempotency,
  inTransaction,
  lockUser,
  type Queryable,
  readAnswer,
  storeAnswer,
} from '@todo/tasks';

/** A call that waits for a yes. */
export interface ProposedCall {
  tool: string;
  arguments: Record<string, unknown>;
}

/** Calls that wait for a yes, bound to the tasks as they were when it was asked. */
export interface Question {
  calls: ProposedCall[];
  tasks: { id: number; title: string; version: number }[];
  expires_at: string;
}

export interface TurnKey {
  userId: string;
  turnId: number;
}

/** A turn that this replica has the lease of. */
export interface ClaimedTurn extends TurnKey {
  conversationId: number;
  owner: string;
  /** 1 for the first replica that tries it. */
  attempt: number;
  /** The person wanted it to stop while nobody worked on it. */
  cancelRequested: boolean;
  timeZone: string;
}

/** One message of a turn; the calls with their results as far as there are any. */
export interface Step {
  step: number;
  content: string;
  calls: StoredCall[];
}
export interface StoredCall extends ToolCall {
  /** Whether it has been made. One that has not is made again, with the same key. */
  done: boolean;
  /** Of a call that a person said yes to: the versions that its tasks must still have, and until when the yes holds. */
  confirmed?: { versions: Record<string, number>; until: string };
}

/** What a turn is gone on with. */
export interface OpenTurn {
  /** The messages of the turns before it, oldest first, and the person's message of this one. */
  history: { role: 'user' | 'assistant'; content: string; calls: StoredCall[] }[];
  /** What has been said and done in it so far. */
  steps: Step[];
  /** The question that a turn before asked, if it is still to be answered and was there when the person spoke. */
  question: Question | null;
  /** What the user has used of the day. */
  tokensToday: number;
}

/** The lease ran out and somebody else has the turn: nothing more may be written. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** Milliseconds that a replica may be silent before another takes its turns over. */
export const LEASE_MS = 10_000;
/** Replicas that try a turn one after the other before a person has to say so. */
export const MAX_ATTEMPTS = 3;
/** Turns of one user that are answered at once; the rest waits, so that one person does not fill the replicas. */
const RUNNING_OF_USER = 5;
/** Turns of a conversation that a page of its history has. */
const HISTORY_PAGE = 50;
const CONVERSATION_TITLE = 80;
const HOUR = 3_600_000;
/** unique_violation, of PostgreSQL's error codes. */
const UNIQUE_VIOLATION = '23505';

interface TurnRow {
  id: number;
  conversation_id: number;
  status: TurnStatus;
  model: ModelKind;
  question: Question | null;
  created_at: string;
  changed: boolean;
  undone: boolean;
  messages: { role: 'user' | 'assistant'; content: string; tool_calls: StoredCall[] }[];
}

const TURN_COLUMNS = `turn.id, turn.conversation_id, turn.status, turn.model, turn.question, turn.created_at,
  EXISTS (SELECT FROM changes WHERE changes.user_id = turn.user_id AND changes.turn_id = turn.id) AS changed,
  EXISTS (SELECT FROM changes WHERE changes.user_id = turn.user_id AND changes.undoes_turn_id = turn.id) AS undone,
  (SELECT json_agg(json_build_object('role', role, 'content', content, 'tool_calls', tool_calls) ORDER BY step)
   FROM messages WHERE messages.user_id = turn.user_id AND messages.turn_id = turn.id) AS messages`;

/** A call as people get to see it. */
export const toToolCall = ({ done: _done, confirmed: _confirmed, ...call }: StoredCall): ToolCall => call;

const toTurn = (row: TurnRow): Turn => {
  const [first, ...steps] = row.messages;
  const { question } = row;
  return {
    conversation_id: row.conversation_id,
    turn_id: row.id,
    status: row.status,
    model: row.model,
    message: first?.content ?? '',
    response: joinTexts(steps.map(({ content }) => content)),
    tool_calls: steps.flatMap(({ tool_calls }) => tool_calls.map(toToolCall)),
    question:
      row.status !== 'waiting' || question === null
        ? null
        : {
            tool: question.calls[0]?.tool ?? '',
            tasks: question.tasks.map(({ id, title }) => ({ id, title })),
            expires_at: question.expires_at,
          },
    can_undo: row.changed && !row.undone && isOver(row.status),
    undone: row.undone,
    created_at: row.created_at,
  };
};

/** The texts of the steps of a turn as one reply. */
export const joinTexts = (texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join('\n\n');

const noTurn = (id: number): ProblemError =>
  new ProblemError('not_found', { detail: `There is no turn ${id}.` });
const noConversation = (id: number): ProblemError =>
  new ProblemError('not_found', { detail: `There is no conversation ${id}.` });

/** Seconds until the day of the limits, which is one of UTC, is over. */
const untilTomorrow = (now: Date): number => Math.ceil(86_400 - ((now.getTime() / 1000) % 86_400));

/** Counts a turn of $1 on the day (UTC) of $2. */
const COUNT_TURN = `INSERT INTO assistant_usage (user_id, day, turns)
  VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date, 1)
  ON CONFLICT (user_id, day) DO UPDATE SET turns = assistant_usage.turns + 1 RETURNING turns`;

export type TurnStore = ReturnType<typeof createTurnStore>;

/**
 * Conversations, their turns and messages in PostgreSQL. Nothing of a turn is in a process: any replica can take the
 * next one, or go on with one whose replica went.
 */
export const createTurnStore = (database: Database, clock: () => Date = () => new Date()) => {
  /** A write of the replica that has the lease: the statement takes its row from `held`. Throws LeaseLostError. */
  const asOwner = async <Row extends object>(
    { userId, turnId, owner }: ClaimedTurn,
    statement: string,
    values: unknown[],
  ): Promise<Row[]> => {
    const { rowCount, rows } = await database.query<Row>(
      `WITH held AS (
         SELECT FROM turns WHERE user_id = $1 AND id = $2 AND lease_owner = $3 AND status = 'running' FOR UPDATE
       ) ${statement}`,
      [userId, turnId, owner, ...values],
    );
    if (rowCount === 0) throw new LeaseLostError(`turn ${turnId} is somebody else's`);
    return rows;
  };

  /** At most as many messages as a history gives; `rest` are further conditions and the order. */
  const readMessages = async (
    userId: string,
    conversationId: number,
    rest: string,
    values: number[] = [],
  ): Promise<Message[]> => {
    const { rows } = await database.query<Omit<Message, 'tool_calls'> & { tool_calls: StoredCall[] }>(
      `SELECT message.turn_id, message.step, message.role, message.content, message.tool_calls, message.created_at
       FROM messages AS message JOIN turns AS turn ON turn.user_id = message.user_id AND turn.id = message.turn_id
       WHERE turn.user_id = $1 AND turn.conversation_id = $2 ${rest} LIMIT ${LIMITS.historyMessages}`,
      [userId, conversationId, ...values],
    );
    return rows.map((row) => ({ ...row, tool_calls: row.tool_calls.map(toToolCall) }));
  };

  async function* allMessages(userId: string, conversationId: number): AsyncGenerator<Message[]> {
    let last: Pick<Message, 'turn_id' | 'step'> | undefined = { turn_id: 0, step: 0 };
    while (last !== undefined) {
      const piece = await readMessages(
        userId,
        conversationId,
        'AND (message.turn_id, message.step) > ($3::integer, $4::integer) ORDER BY message.turn_id, message.step',
        [last.turn_id, last.step],
      );
      if (piece.length > 0) yield piece;
      last = piece.length === LIMITS.historyMessages ? piece.at(-1) : undefined;
    }
  }

  const readTurns = async (
    userId: string,
    condition: string,
    parameters: unknown[],
    client: Queryable = database,
  ): Promise<Turn[]> => {
    const { rows } = await client.query<TurnRow>(
      `SELECT ${TURN_COLUMNS} FROM turns AS turn WHERE turn.user_id = $1 AND ${condition}`,
      [userId, ...parameters],
    );
    return rows.map(toTurn);
  };

  const read = async ({ userId, turnId }: TurnKey): Promise<Turn> => {
    const [turn] = await readTurns(userId, 'turn.id = $2', [turnId]);
    if (turn === undefined) throw noTurn(turnId);
    return turn;
  };

  /** Throws assistant_limit when the day's turns are used up. */
  const refuseOver = (turns: number, turnsPerDay: number): void => {
    if (turns > turnsPerDay)
      throw new ProblemError('assistant_limit', {
        detail: `The assistant takes ${turnsPerDay} messages a day. Your tasks are all there; come back tomorrow.`,
        retryAfter: untilTomorrow(clock()),
      });
  };

  return {
    read,

    /**
     * Stores what a person said as the next turn of a conversation, or of a new one. Throws not_found, and
     * assistant_limit when the day's turns are used up. `begun`: the turn as it is then; null when it was stored before
     * under the same key.
     */
    async begin(
      userId: string,
      { conversation_id, message }: ChatRequest,
      options: { model: ModelKind; turnsPerDay: number; idempotency?: Idempotency | undefined },
    ): Promise<{ turnId: number; begun: Turn | null }> {
      return inTransaction(database, async (client) => {
        await lockUser(client, userId);
        if (options.idempotency !== undefined) {
          const answer = await readAnswer(client, userId, options.idempotency);
          if (answer !== undefined) return { turnId: answer as number, begun: null };
        }
        const title = [...message].slice(0, CONVERSATION_TITLE).join('');
        const { rows } = await client.query<{
          turn_id: number;
          conversation_id: number | null;
          created_at: string;
          turns: number;
        }>(
          `WITH used AS (${COUNT_TURN}), next AS (
             UPDATE user_counters SET last_turn_id = last_turn_id + 1,
               last_conversation_id = last_conversation_id + CASE WHEN $3::integer IS NULL THEN 1 ELSE 0 END
             WHERE user_id = $1
             RETURNING last_turn_id AS turn_id, coalesce($3, last_conversation_id) AS conversation_id,
               clock_timestamp() AS now
           ), begun AS (
             INSERT INTO conversations (user_id, id, title, created_at, updated_at)
             SELECT $1, conversation_id, $4, now, now FROM next WHERE $3::integer IS NULL RETURNING id
           ), touched AS (
             UPDATE conversations SET updated_at = now FROM next
             WHERE user_id = $1 AND id = $3::integer RETURNING id
           ), here AS (SELECT id FROM begun UNION ALL SELECT id FROM touched), turn AS (
             INSERT INTO turns (user_id, id, conversation_id, status, model, created_at)
             SELECT $1, turn_id, here.id, 'queued', $5, now FROM next, here
           ), said AS (
             INSERT INTO messages (user_id, turn_id, step, role, content, created_at)
             SELECT $1, turn_id, 0, 'user', $6, now FROM next, here
           )
           SELECT turn_id, here.id AS conversation_id, now AS created_at, turns FROM next LEFT JOIN here ON true, used`,
          [userId, clock(), conversation_id ?? null, title, options.model, message],
        );
        const [next] = rows;
        if (next === undefined) throw new ProblemError('unauthenticated');
        if (next.conversation_id === null) throw noConversation(conversation_id ?? 0);
        refuseOver(next.turns, options.turnsPerDay);
        if (options.idempotency !== undefined)
          await storeAnswer(client, userId, options.idempotency, next.turn_id);
        const begun = toTurn({
          id: next.turn_id,
          conversation_id: next.conversation_id,
          status: 'queued',
          model: options.model,
          question: null,
          created_at: next.created_at,
          changed: false,
          undone: false,
          messages: [{ role: 'user', content: message, tool_calls: [] }],
        });
        return { turnId: begun.turn_id, begun };
      });
    },

    /**
     * Takes the oldest turn that nobody works on: one whose replica has been silent for too long, or one that is new or
     * whose replica said that it goes, and before which no other of its conversation is open, while its user has fewer
     * than `RUNNING_OF_USER` in work. Null when there is none.
     * @param onlyForgotten leave a new one, for a second, to the replica that it was said to
     * @returns `more`: whether there may be another
     */
    async claim(onlyForgotten: boolean): Promise<(ClaimedTurn & { more: boolean }) | null> {
      const owner = randomUUID();
      try {
        const { rows } = await database.query<{
          user_id: string;
          id: number;
          conversation_id: number;
          attempts: number;
          cancel_requested: boolean;
          time_zone: string;
          more: boolean;
        }>(
          `UPDATE turns SET status = 'running', lease_owner = $1, attempts = turns.attempts + 1,
             lease_until = clock_timestamp() + make_interval(secs => $2)
           FROM users WHERE users.id = turns.user_id AND (turns.user_id, turns.id) = (
             SELECT turn.user_id, turn.id FROM turns AS turn
             WHERE turn.status IN ('queued', 'running', 'interrupted') AND turn.attempts < $3
               AND CASE WHEN turn.status = 'running' THEN turn.lease_until < clock_timestamp()
                 ELSE NOT EXISTS (
                   SELECT FROM turns AS other
                   WHERE other.user_id = turn.user_id AND other.conversation_id = turn.conversation_id
                     AND other.status IN ('queued', 'running', 'interrupted')
                     AND (other.id < turn.id OR other.status = 'running')
                 ) AND (
                   SELECT count(*) FROM turns AS own WHERE own.user_id = turn.user_id AND own.status = 'running'
                 ) < $5 END
               AND (NOT $4::boolean OR turn.status <> 'queued'
                 OR turn.created_at < clock_timestamp() - interval '1 second')
             ORDER BY turn.created_at LIMIT 1 FOR UPDATE SKIP LOCKED
           )
           RETURNING turns.user_id, turns.id, turns.conversation_id, turns.attempts, turns.cancel_requested,
             users.time_zone, EXISTS (
               SELECT FROM turns AS waiting
               WHERE waiting.status IN ('queued', 'running', 'interrupted') AND waiting.attempts < $3
                 AND (waiting.status <> 'running' OR waiting.lease_until < clock_timestamp())
                 AND (waiting.user_id, waiting.id) <> (turns.user_id, turns.id)
             ) AS more`,
          [owner, LEASE_MS / 1000, MAX_ATTEMPTS, onlyForgotten, RUNNING_OF_USER],
        );
        const [row] = rows;
        return row === undefined
          ? null
          : {
              userId: row.user_id,
              turnId: row.id,
              conversationId: row.conversation_id,
              owner,
              attempt: row.attempts,
              cancelRequested: row.cancel_requested,
              timeZone: row.time_zone,
              more: row.more,
            };
      } catch (error) {
        // Another replica took another turn of the conversation in the same moment: see turns_one_running.
        if ((error as { code?: string }).code === UNIQUE_VIOLATION) return null;
        throw error;
      }
    },

    /** Gives up, until a person says otherwise, what several replicas have died of. */
    async giveUpLost(words: string): Promise<void> {
      await database.query(
        `WITH lost AS (
           UPDATE turns SET status = 'failed', lease_owner = NULL, finished_at = clock_timestamp()
           WHERE attempts >= $1
             AND (status = 'running' AND lease_until < clock_timestamp() OR status IN ('queued', 'interrupted'))
           RETURNING user_id, id
         )
         INSERT INTO messages (user_id, turn_id, step, role, content, created_at)
         SELECT user_id, id, 1 + (
           SELECT max(step) FROM messages WHERE messages.user_id = lost.user_id AND messages.turn_id = lost.id
         ), 'assistant', $2, clock_timestamp() FROM lost`,
        [MAX_ATTEMPTS, words],
      );
    },

    /** Keeps the lease, and says whether the person wants the turn to stop. Throws LeaseLostError. */
    async renew({ userId, turnId, owner }: ClaimedTurn): Promise<{ cancelRequested: boolean }> {
      const { rows } = await database.query<{ cancel_requested: boolean }>(
        `UPDATE turns SET lease_until = clock_timestamp() + make_interval(secs => $4)
         WHERE user_id = $1 AND id = $2 AND lease_owner = $3 AND status = 'running' RETURNING cancel_requested`,
        [userId, turnId, owner, LEASE_MS / 1000],
      );
      const [row] = rows;
      if (row === undefined) throw new LeaseLostError(`turn ${turnId} is somebody else's`);
      return { cancelRequested: row.cancel_requested };
    },

    addStep: (turn: ClaimedTurn, { step, content, calls }: Step): Promise<unknown> =>
      asOwner(
        turn,
        `INSERT INTO messages (user_id, turn_id, step, role, content, tool_calls, created_at)
         SELECT $1, $2, $4::smallint, 'assistant', $5, $6::jsonb, clock_timestamp() FROM held`,
        [step, content, JSON.stringify(calls)],
      ),

    /** Stores what came of a call, as soon as it did. */
    setCall: (turn: ClaimedTurn, step: number, index: number, call: StoredCall): Promise<unknown> =>
      asOwner(
        turn,
        `UPDATE messages SET tool_calls = jsonb_set(tool_calls, ARRAY[$5], $6::jsonb) FROM held
         WHERE user_id = $1 AND turn_id = $2 AND step = $4`,
        [step, String(index), JSON.stringify(call)],
      ),

    setModel: (turn: ClaimedTurn, model: ModelKind): Promise<unknown> =>
      asOwner(turn, 'UPDATE turns SET model = $4 FROM held WHERE user_id = $1 AND id = $2', [model]),

    /**
     * Ends the lease, with the last message and the question where there is one. A question that an earlier turn asked
     * has been answered then, with yes, with no, or by something else; not by a turn that somebody goes on with.
     * @param options.counts whether the try counts that ends with `interrupted`
     * @returns the turn as it is then
     */
    async finish(
      turn: ClaimedTurn,
      status: TurnStatus,
      { last, question, counts = false }: { last?: Step; question?: Question; counts?: boolean } = {},
    ): Promise<Turn> {
      const rows = await asOwner<TurnRow>(
        turn,
        `, said AS (
           INSERT INTO messages (user_id, turn_id, step, role, content, created_at)
           SELECT $1, $2, $6::smallint, 'assistant', $7, clock_timestamp() FROM held WHERE $6::smallint IS NOT NULL
         ), answered AS (
           UPDATE turns SET status = 'done' FROM held
           WHERE user_id = $1 AND conversation_id = $9 AND id < $2 AND status = 'waiting' AND $4 <> 'interrupted'
             AND finished_at < (SELECT created_at FROM turns WHERE user_id = $1 AND id = $2)
         )
         UPDATE turns AS turn SET status = $4, question = $5::jsonb, lease_owner = NULL, lease_until = NULL,
           attempts = attempts - $8::smallint, finished_at = clock_timestamp()
         FROM held WHERE turn.user_id = $1 AND turn.id = $2 RETURNING ${TURN_COLUMNS}`,
        [
          status,
          question === undefined ? null : JSON.stringify(question),
          last?.step ?? null,
          last?.content ?? null,
          status === 'interrupted' && !counts ? 1 : 0,
          turn.conversationId,
        ],
      );
      // A statement does not see what it has written itself.
      const said =
        last === undefined ? [] : [{ role: 'assistant' as const, content: last.content, tool_calls: [] }];
      const [ended] = rows.map((row) => toTurn({ ...row, messages: [...row.messages, ...said] }));
      if (ended === undefined) throw noTurn(turn.turnId);
      return ended;
    },

    /** Everything that whoever goes on with a turn has to know. */
    async open(turn: ClaimedTurn, historyTurns: number): Promise<OpenTurn> {
      const { rows } = await database.query<{
        history: OpenTurn['history'] | null;
        steps: Step[] | null;
        question: Question | null;
        tokens: number | null;
      }>(
        `SELECT (
           SELECT json_agg(json_build_object('role', role, 'content', content, 'calls', tool_calls)
             ORDER BY message.turn_id, step)
           FROM messages AS message
           JOIN (
             SELECT id FROM turns WHERE user_id = $1 AND conversation_id = $2 AND id <= $3 ORDER BY id DESC LIMIT $4
           ) AS recent ON recent.id = message.turn_id
           WHERE message.user_id = $1 AND (message.turn_id < $3 OR step = 0)
         ) AS history, (
           SELECT json_agg(json_build_object('step', step, 'content', content, 'calls', tool_calls) ORDER BY step)
           FROM messages WHERE user_id = $1 AND turn_id = $3 AND step > 0
         ) AS steps, (
           SELECT question FROM turns
           WHERE user_id = $1 AND conversation_id = $2 AND id < $3 AND status = 'waiting'
             AND finished_at < (SELECT created_at FROM turns WHERE user_id = $1 AND id = $3)
           ORDER BY id DESC LIMIT 1
         ) AS question, (
           SELECT tokens FROM assistant_usage
           WHERE user_id = $1 AND day = ($5::timestamptz AT TIME ZONE 'UTC')::date
         ) AS tokens`,
        [turn.userId, turn.conversationId, turn.turnId, historyTurns, clock()],
      );
      const [row] = rows;
      return {
        history: row?.history ?? [],
        steps: row?.steps ?? [],
        question: row?.question ?? null,
        tokensToday: row?.tokens ?? 0,
      };
    },

    /** Adds to what the user has used of the day. */
    async addTokens(userId: string, turnId: number, tokens: number): Promise<void> {
      await database.query(
        `WITH turn AS (UPDATE turns SET tokens = tokens + $3 WHERE user_id = $1 AND id = $2)
         INSERT INTO assistant_usage (user_id, day, tokens)
         VALUES ($1, ($4::timestamptz AT TIME ZONE 'UTC')::date, $3)
         ON CONFLICT (user_id, day) DO UPDATE SET tokens = assistant_usage.tokens + $3`,
        [userId, turnId, tokens, clock()],
      );
    },

    /** A queued turn is over at once, a running one when its replica hears of it, one that is over stays. */
    async cancel(key: TurnKey): Promise<Turn> {
      const turn = await read(key);
      if (isOver(turn.status)) return turn;
      await database.query(
        `UPDATE turns SET cancel_requested = true,
           status = CASE WHEN status = 'running' THEN status ELSE 'cancelled' END
         WHERE user_id = $1 AND id = $2 AND status IN ('queued', 'running', 'interrupted')`,
        [key.userId, key.turnId],
      );
      return read(key);
    },

    /**
     * Queues a turn again that did not come to its end. It goes on where it stopped, and counts as a turn. Throws
     * turn_not_open, and assistant_limit.
     */
    async retry(key: TurnKey, turnsPerDay: number): Promise<Turn> {
      const refuse = (why: string) =>
        new ProblemError('turn_not_open', { detail: `Turn ${key.turnId} can’t be tried again: ${why}.` });
      await inTransaction(database, async (client) => {
        await lockUser(client, key.userId);
        const [turn] = await readTurns(key.userId, 'turn.id = $2', [key.turnId], client);
        if (turn === undefined) throw noTurn(key.turnId);
        if (turn.status !== 'failed' && turn.status !== 'cancelled') throw refuse(`it is ${turn.status}`);
        if (turn.undone) throw refuse('it has been undone');
        // The keys that keep a call from being made twice live as long.
        if (clock().getTime() - Date.parse(turn.created_at) > (LIMITS.idempotencyHours - 1) * HOUR)
          throw refuse('it is too long ago. Say it again instead');
        const used = await client.query<{ turns: number }>(COUNT_TURN, [key.userId, clock()]);
        refuseOver(used.rows[0]?.turns ?? 0, turnsPerDay);
        await client.query(
          `UPDATE turns SET status = 'queued', attempts = 0, cancel_requested = false
           WHERE user_id = $1 AND id = $2`,
          [key.userId, key.turnId],
        );
        // What was said last was the half of an answer, or the words of the failure.
        await client.query(
          `DELETE FROM messages WHERE user_id = $1 AND turn_id = $2 AND step > 0 AND tool_calls = '[]'::jsonb
             AND step = (SELECT max(step) FROM messages WHERE user_id = $1 AND turn_id = $2)`,
          [key.userId, key.turnId],
        );
      });
      return read(key);
    },

    async conversations(
      userId: string,
      page: { limit: number; before?: { updatedAt: string; id: number } | undefined },
    ): Promise<Conversation[]> {
      const { rows } = await database.query<Conversation>(
        `SELECT id, title, created_at, updated_at FROM conversations WHERE user_id = $1
           AND ($2::timestamptz IS NULL OR (updated_at, id) < ($2::timestamptz, $3::integer))
         ORDER BY updated_at DESC, id DESC LIMIT $4`,
        [userId, page.before?.updatedAt ?? null, page.before?.id ?? null, page.limit],
      );
      return rows;
    },

    /** Removes what was said. What was done stays, and can no longer be undone in one go. */
    async removeConversation(userId: string, id: number): Promise<void> {
      const { rowCount } = await database.query('DELETE FROM conversations WHERE user_id = $1 AND id = $2', [
        userId,
        id,
      ]);
      if (rowCount === 0) throw noConversation(id);
    },

    /** The newest turns of a conversation, or those before one; oldest first. */
    async turns(
      userId: string,
      conversationId: number,
      before: number | undefined,
    ): Promise<{ turns: Turn[]; more: boolean }> {
      const { rowCount } = await database.query('SELECT FROM conversations WHERE user_id = $1 AND id = $2', [
        userId,
        conversationId,
      ]);
      if (rowCount === 0) throw noConversation(conversationId);
      const found = await readTurns(
        userId,
        'turn.conversation_id = $2 AND ($3::integer IS NULL OR turn.id < $3) ORDER BY turn.id DESC LIMIT $4',
        [conversationId, before ?? null, HISTORY_PAGE + 1],
      );
      return { turns: found.slice(0, HISTORY_PAGE).reverse(), more: found.length > HISTORY_PAGE };
    },

    async messages(userId: string, conversationId: number): Promise<Message[]> {
      const found = await readMessages(
        userId,
        conversationId,
        'ORDER BY message.turn_id DESC, message.step DESC',
      );
      return found.reverse();
    },

    /** Every conversation of a user by number, each with all of its messages; read in pieces, without a transaction. */
    async *all(
      userId: string,
    ): AsyncGenerator<{ conversation: Conversation; messages: AsyncGenerator<Message[]> }> {
      let last = 0;
      for (;;) {
        const { rows } = await database.query<Conversation>(
          `SELECT id, title, created_at, updated_at FROM conversations WHERE user_id = $1 AND id > $2
           ORDER BY id LIMIT ${HISTORY_PAGE}`,
          [userId, last],
        );
        for (const conversation of rows)
          yield { conversation, messages: allMessages(userId, conversation.id) };
        if (rows.length < HISTORY_PAGE) return;
        last = rows.at(-1)?.id ?? last;
      }
    },
  };
};
