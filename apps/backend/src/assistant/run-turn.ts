import { setMaxListeners } from 'node:events';
import { setImmediate as passed } from 'node:timers/promises';
import type { LanguageModelV3 } from '@ai-sdk/provider';
import { isChange, type ToolCall, type Turn, type TurnStatus } from '@todo/contracts';
import { readPartialAnswer, understand, wishBehindYes } from '@todo/language';
import type { Tasks } from '@todo/tasks';
import type { ToolSet } from 'ai';
import type { FastifyBaseLogger } from 'fastify';
import { ask, bind, mustAsk, narrow, QUESTION_MS, targetsOf } from './confirmation.js';
import {
  type Answer,
  answerOf,
  answerOfOurs,
  describeModelError,
  isRefusal,
  toToolSet,
} from './model-answer.js';
import type { Models } from './models.js';
import { instructions, toModelMessages } from './prompt.js';
import { say } from './replies.js';
import { fitResult } from './results.js';
import { type OpenTaskTools, ToolsUnavailableError } from './task-tools.js';
import {
  type ClaimedTurn,
  LeaseLostError,
  MAX_ATTEMPTS,
  type Question,
  type Step,
  type StoredCall,
  type TurnStore,
  toToolCall,
} from './turn-store.js';

/** What a follower of a turn hears while it happens. */
export type TurnProgress =
  | { kind: 'text'; delta: string; reset?: boolean }
  | { kind: 'call' | 'result'; call: ToolCall };

/** Answers of a model in one turn, and calls, until a person says to try again. More is a model that goes in circles. */
const MAX_STEPS = 12;
const MAX_CALLS = 40;
/** How long a turn may take on one replica, ms: below what a client waits for it. */
const TURN_MS = 240_000;
/** Turns before this one that a model gets to see. */
const HISTORY_TURNS = 20;
/** How often an answer is asked for that broke off in the middle. */
const TRIES_OF_A_BROKEN_ANSWER = 2;
/** How long an endpoint that did not answer is left alone, ms. */
const ENDPOINT_PAUSE_MS = 30_000;

/** What may stand beside a yes without making another answer of it: "yes, and add milk". */
const BESIDE_YES: ReadonlySet<string> = new Set(['yes', 'add', 'list', 'search', 'show', 'stats', 'help']);
const YES_TOO_OLD = 'The yes to this is too long ago. Ask again.';
const NO_SUCH_TASKS = 'There are no such tasks. Call list_tasks to see the ids.';
export interface RunTurnDeps {
  store: TurnStore;
  tasks: Pick<Tasks, 'getMany'>;
  models: Models;
  openTaskTools: OpenTaskTools;
  tokensPerDay: number;
  clock: () => Date;
  log: FastifyBaseLogger;
}

/** What stops a turn from outside. */
export interface TurnControl {
  /** The person has had enough. */
  cancel: AbortSignal;
  /** Whether this replica goes: the turn ends after its step, and the next replica goes on with it. */
  leaving(): boolean;
  /** This replica goes now: a model that still talks is cut off. */
  cut: AbortSignal;
  /** Somebody else has the turn, or may have: nothing more is to be done or written. */
  lost: AbortSignal;
  /** Until when the endpoint is left alone, on the clock of `performance.now()`; all turns share it. */
  endpoint: { pausedUntil: number };
  progress(progress: TurnProgress): void;
}

/** The person's day and time. */
const dayIn = (now: Date, timeZone: string) => ({
  today: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone }).format(now),
  time: new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(now),
  timeZone,
});

const stored = (
  turnId: number,
  step: number,
  calls: Answer['calls'],
  confirmed?: StoredCall['confirmed'],
): StoredCall[] =>
  // A model's own ids need not be unique in a conversation.
  calls.map(({ tool, arguments: input, refusal }, index) => ({
    id: `${turnId}-${step}-${index + 1}`,
    tool,
    arguments: input,
    result: refusal ?? null,
    is_error: refusal !== undefined,
    done: refusal !== undefined,
    ...(confirmed === undefined ? {} : { confirmed }),
  }));

/**
 * Carries a turn to its end, or to the point where a person or another replica has to go on. Everything is stored
 * before it has an effect and again with what came of it, so that whoever goes on repeats nothing and loses nothing:
 * a call has the key of its turn, step and place, under which the MCP server does it once.
 * @returns the turn as it ended here; null when somebody else has it
 */
export const runTurn = async (
  deps: RunTurnDeps,
  turn: ClaimedTurn,
  control: TurnControl,
): Promise<Turn | null> => {
  const { store, models, clock } = deps;
  const log = deps.log.child({ turnId: turn.turnId, conversationId: turn.conversationId });
  const taskTools = deps.openTaskTools(turn, `turn-${turn.turnId}-${turn.owner.slice(0, 8)}`);
  const begunAt = performance.now();
  /** Ends what a model says; a call that has been made is waited for, unless the replica has to go. */
  const stop = AbortSignal.any([control.cancel, control.cut, control.lost]);
  const gone = AbortSignal.any([control.cut, control.lost]);
  setMaxListeners(0, stop, gone);
  // While the model thinks.
  taskTools.prepare(stop);
  const { history, steps, question, tokensToday } = await store.open(turn, HISTORY_TURNS);
  let useBuiltIn = models.endpoint === null;
  let notice = '';
  /** What has come of an answer that is not complete. */
  let partial = '';

  /** What is being written while the turn goes on: the next step waits for it, and so does the end. */
  let writing: Promise<unknown> = Promise.resolve();
  const write = (work: Promise<unknown>): void => {
    writing = Promise.all([writing, work]);
    // Whoever waits for it is told.
    writing.catch(() => undefined);
  };

  const finish = async (
    status: TurnStatus,
    options: Parameters<TurnStore['finish']>[2] = {},
  ): Promise<Turn> => {
    await writing;
    return store.finish(turn, status, options);
  };

  const nextStep = (
    content: string,
    calls: Answer['calls'] = [],
    confirmed?: StoredCall['confirmed'],
  ): Step => {
    const step = (steps.at(-1)?.step ?? 0) + 1;
    return { step, content, calls: stored(turn.turnId, step, calls, confirmed) };
  };

  /** Ends the turn with words of ours. */
  const conclude = (text: string, status: TurnStatus, asked?: Question): Promise<Turn> => {
    const said = steps.some(({ content }) => content !== '') || partial !== '';
    control.progress({ kind: 'text', delta: said ? `\n\n${text}` : text });
    const last = nextStep(partial === '' ? text : `${partial}\n\n${text}`);
    return finish(status, asked === undefined ? { last } : { last, question: asked });
  };

  const add = async (step: Step): Promise<Step> => {
    await writing;
    await store.addStep(turn, step);
    partial = '';
    steps.push(step);
    return step;
  };

  /** Makes the calls of a step that have not been made, and stores what came of each as soon as it did. */
  const makeCalls = async (step: Step, isStored = true): Promise<void> => {
    for (const [index, call] of step.calls.entries()) {
      control.progress({ kind: 'call', call: toToolCall({ ...call, result: null, is_error: false }) });
      if (!call.done) {
        // Followers hear of it before it is made, and of its result before the model thinks on.
        await passed();
        const { confirmed } = call;
        const expired = confirmed !== undefined && Date.parse(confirmed.until) < clock().getTime();
        const { result, isError } = expired
          ? { result: YES_TOO_OLD, isError: true }
          : await taskTools.call(call.tool, call.arguments, {
              key: `turn-${turn.turnId}-${step.step}-${index}`,
              versions: confirmed?.versions,
              signal: gone,
            });
        Object.assign(call, { result: fitResult(result), is_error: isError, done: true });
        // Made again after a crash it gives the same, so the model need not wait for this.
        if (isStored) write(store.setCall(turn, step.step, index, call));
      }
      control.progress({ kind: 'result', call: toToolCall(call) });
      await passed();
      if (stop.aborted) return;
    }
  };

  /** Stores a step before its calls are made, or, where they change nothing, when they have been: they may be made again. */
  const takeStep = async (step: Step): Promise<void> => {
    if (step.calls.some(({ tool }) => isChange(tool))) return makeCalls(await add(step));
    await writing;
    steps.push(step);
    partial = '';
    try {
      await makeCalls(step, false);
    } finally {
      write(store.addStep(turn, step));
    }
    // On its way before the model thinks on: ours leaves this process nothing else to do.
    await passed();
  };

  /** The built-in model takes the rest of the turn, and says why. */
  const replaceEndpoint = async (why: string): Promise<void> => {
    useBuiltIn = true;
    notice = why;
    await store.setModel(turn, 'built-in');
  };

  let builtIn: LanguageModelV3 | undefined;
  /** One for the whole turn: it remembers what it has read, and the day does not change in the middle. */
  const builtInModel = (): LanguageModelV3 => {
    builtIn ??= models.builtIn({ now: clock(), timeZone: turn.timeZone });
    return builtIn;
  };

  const think = async (system: string, tools: ToolSet): Promise<Answer> => {
    const messages = toModelMessages([
      ...history,
      ...steps.map(({ content, calls }) => ({ role: 'assistant' as const, content, calls })),
    ]);
    const said = steps.some(({ content }) => content !== '');
    const onText = (delta: string): void => {
      if (delta === '') return;
      control.progress({ kind: 'text', delta: said && partial === '' ? `\n\n${delta}` : delta });
      partial += delta;
    };
    let tokens = 0;
    const once = (model: LanguageModelV3): Promise<Answer> =>
      answerOf({
        model,
        system,
        messages,
        tools,
        signal: stop,
        onText,
        onTokens: (count) => {
          tokens += count;
        },
      });
    try {
      for (let tries = 1; !useBuiltIn && models.endpoint !== null; tries += 1) {
        try {
          return await once(models.endpoint);
        } catch (error) {
          if (stop.aborted) throw error;
          log.warn({ ...describeModelError(error), tries }, 'the endpoint did not answer');
          if (partial !== '') control.progress({ kind: 'text', delta: '', reset: true });
          partial = '';
          const refused = isRefusal(error);
          if (refused) control.endpoint.pausedUntil = performance.now() + ENDPOINT_PAUSE_MS;
          if (refused || tries === TRIES_OF_A_BROKEN_ANSWER) await replaceEndpoint(say('endpointDown'));
        }
      }
      const answer = await answerOfOurs(builtInModel(), messages);
      onText(answer.text);
      return answer;
    } finally {
      if (tokens > 0 && !control.lost.aborted) {
        write(store.addTokens(turn.userId, turn.turnId, tokens));
      }
    }
  };

  /** The question for what a model wants to do, or undefined where none is needed. */
  const questionFor = async (
    calls: Answer['calls'],
  ): Promise<Omit<Question, 'expires_at'> | null | undefined> => {
    const made = steps.flatMap((step) => step.calls).filter(({ done, is_error }) => done && !is_error);
    if (!mustAsk(made, calls)) return undefined;
    const plain = calls.map(({ tool, arguments: input }) => ({ tool, arguments: input }));
    return bind(plain, await deps.tasks.getMany(turn.userId, targetsOf(plain)));
  };

  /** What the person said as the answer to a question: goes on with what was asked, with something else, or is over. */
  const answerQuestion = async (asked: Question): Promise<Turn | 'goes on'> => {
    const message = history.at(-1)?.content ?? '';
    const context = { now: clock(), timeZone: turn.timeZone };
    const kinds = understand(message, context).map(({ intent }) => intent);
    const isOpen = Date.parse(asked.expires_at) > clock().getTime();
    const part = isOpen ? readPartialAnswer(message, asked.tasks, context) : null;
    const left = part === null ? asked : narrow(asked, part.left);
    if (part !== null && left.tasks.length === 0) return conclude(say('leftAlone'), 'done');
    if (part !== null && !part.agreed) {
      const until = new Date(clock().getTime() + QUESTION_MS).toISOString();
      return conclude(ask(left), 'waiting', { ...left, expires_at: until });
    }
    const isYes =
      isOpen &&
      ((kinds.includes('yes') && kinds.every((kind) => BESIDE_YES.has(kind))) ||
        wishBehindYes(message, asked.tasks) !== null);
    if (isYes || part !== null) {
      const versions = Object.fromEntries(left.tasks.map(({ id, version }) => [id, version]));
      const step = nextStep('', left.calls, { versions, until: left.expires_at });
      await makeCalls(await add(step));
    } else if (kinds.every((kind) => kind === 'yes' || kind === 'no'))
      return conclude(say(isOpen ? 'leftAlone' : 'tooLate'), 'done');
    return 'goes on';
  };

  const work = async (): Promise<Turn> => {
    const last = steps.at(-1);
    if (last !== undefined) {
      if (last.calls.length === 0) return finish('done');
      await makeCalls(last);
    } else if (question !== null) {
      const outcome = await answerQuestion(question);
      if (outcome !== 'goes on') return outcome;
    }

    if (!useBuiltIn && tokensToday >= deps.tokensPerDay) await replaceEndpoint(say('tokensUsed'));
    if (!useBuiltIn && performance.now() < control.endpoint.pausedUntil)
      await replaceEndpoint(say('endpointDown'));
    stop.throwIfAborted();
    const tools = toToolSet(await taskTools.list(stop));
    const system = useBuiltIn ? '' : instructions(dayIn(clock(), turn.timeZone));
    // Counted from here, so that who is asked to try again can.
    const before = steps.length;
    const hasRoom = () =>
      steps.length - before < MAX_STEPS &&
      steps.slice(before).flatMap(({ calls }) => calls).length < MAX_CALLS;
    while (hasRoom()) {
      stop.throwIfAborted();
      if (control.leaving()) return finish('interrupted');
      if (performance.now() - begunAt > TURN_MS) return conclude(say('tooLong'), 'failed');
      const answer = await think(system, tools);
      const makeable = answer.calls.filter(({ refusal }) => refusal === undefined);
      const asked = await questionFor(makeable);
      if (asked) {
        const until = new Date(clock().getTime() + QUESTION_MS).toISOString();
        return conclude(ask(asked), 'waiting', { ...asked, expires_at: until });
      }
      // Nothing that it wants to change is there.
      if (asked === null) for (const call of makeable) call.refusal = NO_SUCH_TASKS;
      if (answer.calls.length === 0) {
        if (notice === '') return finish('done', { last: nextStep(answer.text) });
        return conclude(notice, 'done');
      }
      await takeStep(nextStep(answer.text, answer.calls));
    }
    return conclude(say('inCircles'), 'failed');
  };

  try {
    return await work();
  } catch (error) {
    if (error instanceof LeaseLostError || control.lost.aborted) {
      log.warn('the turn is somebody else’s');
      return null;
    }
    if (control.cancel.aborted)
      return await finish('cancelled', partial === '' ? {} : { last: nextStep(partial) });
    if (control.cut.aborted) return await finish('interrupted');
    log.error({ err: error }, 'turn failed');
    // The calls that got no answer stay open: a retry makes them with the same keys.
    if (error instanceof ToolsUnavailableError) return await conclude(say('toolsDown'), 'failed');
    if (turn.attempt >= MAX_ATTEMPTS) return await conclude(say('broken'), 'failed');
    return await finish('interrupted', { counts: true });
  } finally {
    await taskTools.close().catch(() => undefined);
  }
};
