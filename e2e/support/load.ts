import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Caller, isShed, type Message, send } from './http.js';

/** Longest pauses of the workers, ms: some are busy all the time, some leave their connection idle. */
const PAUSES = [20, 20, 20, 300, 1_000, 1_000];

export interface Load {
  /** What was not answered, or not as it should be. */
  lost: string[];
  /** The titles of the tasks whose creation was answered. */
  created: string[];
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
  const lost: string[] = [];
  const created: string[] = [];
  let served = 0;
  let stopping = false;

  /** Whether the answer came and was the expected one. */
  const ask = async (url: string, message: Message, expected: number): Promise<boolean> => {
    const what = `${message.method ?? 'GET'} ${url}`;
    try {
      const answer = await send(url, message);
      if (answer.status === expected) {
        served += 1;
        return true;
      }
      if (isShed(answer)) return false;
      lost.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    } catch (error) {
      lost.push(`${what}: ${error}`);
    }
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
    lost,
    created,
    served: () => served,
    stop: async () => {
      stopping = true;
      await Promise.all(workers);
    },
  };
};
