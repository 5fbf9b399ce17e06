import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, answerTo, type Caller, isShed, type Message } from './http.js';

/** Longest pauses of the workers, ms: some are busy all the time, some leave their connection idle. */
const PAUSES = [20, 20, 20, 300, 1_000, 1_000];
/** After a failure, ms: nobody hammers at a closed door. */
const AFTER_FAILURE_MS = 200;

/** A request that was not answered, or not as it should be. */
export interface Failure {
  what: string;
  /** The status of a whole answer that was another one, or undefined where none came. */
  status: number | undefined;
  /** What came instead. */
  told: string;
  /** Whether its connection never brought a byte: nobody may have taken it. */
  refused: boolean;
  /** When that was known, ms since 1970. */
  at: number;
}

export interface Load {
  failures: Failure[];
  /** The titles of the tasks whose creation was answered. */
  created: string[];
  /** The ids (`X-Request-Id`) of all that was sent, and of what was answered, whole, with whatever status. */
  sent: ReadonlySet<string>;
  answered: ReadonlySet<string>;
  served(): number;
  /** Lets every worker finish its request. */
  stop(): Promise<void>;
}

/**
 * Programs that add and read tasks at each of the `apis`, and one that opens the page of `site`, over connections
 * that they keep. They repeat nothing.
 */
export const startLoad = (
  caller: Caller,
  { apis, site }: { apis: readonly string[]; site: string },
): Load => {
  const failures: Failure[] = [];
  const created: string[] = [];
  const sent = new Set<string>();
  const answered = new Set<string>();
  let served = 0;
  let stopping = false;

  /** Whether the answer came and was the expected one. */
  const ask = async (
    url: string,
    { body, headers, ...message }: Message,
    expected: number,
  ): Promise<boolean> => {
    const id = randomUUID();
    sent.add(id);
    const asked = request(url, { ...message, headers: { ...headers, 'x-request-id': id } });
    const answering = answerTo(asked);
    asked.end(body);
    const fail = (status: number | undefined, told: string) => {
      const refused = (asked.socket?.bytesRead ?? 0) === 0;
      failures.push({ what: `${asked.method} ${url}`, status, told, refused, at: Date.now() });
    };
    let answer: Answer;
    try {
      answer = await answering;
    } catch (error) {
      fail(undefined, String(error));
      await delay(AFTER_FAILURE_MS);
      return false;
    }
    answered.add(id);
    if (answer.status === expected) {
      served += 1;
      return true;
    }
    if (!isShed(answer)) fail(answer.status, answer.text.slice(0, 200));
    await delay(AFTER_FAILURE_MS);
    return false;
  };

  const pause = (longest: number) => delay(Math.random() * longest);

  const work = async (step: (agent: Agent) => Promise<void>) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopping) await step(agent);
    agent.destroy();
  };

  const useApi = (api: string, longestPause: number) =>
    work(async (agent) => {
      const tasks = api + caller.path('/tasks');
      const title = randomUUID();
      const headers = { ...caller.authorization, 'content-type': 'application/json' };
      const body = JSON.stringify({ title });
      if (await ask(tasks, { method: 'POST', headers, body, agent }, 201)) created.push(title);
      await pause(longestPause);
      await ask(tasks, { headers: caller.authorization, agent }, 200);
      await pause(longestPause);
    });

  const usePage = () =>
    work(async (agent) => {
      await ask(`${site}/tasks`, { headers: { cookie: caller.cookie }, agent }, 200);
      await pause(500);
    });

  const workers = [...apis.flatMap((api) => PAUSES.map((longest) => useApi(api, longest))), usePage()];
  return {
    failures,
    created,
    sent,
    answered,
    served: () => served,
    stop: async () => {
      stopping = true;
      await Promise.all(workers);
    },
  };
};
