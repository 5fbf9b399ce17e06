import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { SignedIn } from '@todo/contracts';
import { newEmail, PASSWORD } from './people.js';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Message {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
  agent?: Agent;
}

/** One request over plain node:http, which repeats nothing. Rejects when it is not answered to the end. */
export const send = (url: string, { body, ...options }: Message = {}): Promise<Answer> => {
  const sent = request(url, { agent: false, ...options });
  const answer = answerTo(sent);
  sent.end(body);
  return answer;
};

/** Whether a backend without a moment to spare, as on a busy machine, said so and did nothing. */
export const isShed = ({ status, text }: Pick<Answer, 'status' | 'text'>): boolean =>
  status === 503 && text.includes('Too busy');

/** The whole answer to a request that somebody else writes. */
export const answerTo = (sent: ReturnType<typeof request>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
  });

/** Somebody with an account, who calls the API as a program does: with the session as a token. */
export interface Caller {
  userId: string;
  /** The path of something of theirs. */
  path(rest: string): string;
  /** With it they may do everything. */
  authorization: { authorization: string };
  /** The same session, as a browser sends it. */
  cookie: string;
}

/** Makes an account through the product at `url`. */
export const signUpCaller = async (url: string): Promise<Caller> => {
  const answer = await send(`${url}/api/auth/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: newEmail(), password: PASSWORD, name: 'Ada', time_zone: 'UTC' }),
  });
  if (answer.status !== 201) throw new Error(`sign-up: ${answer.status} ${answer.text}`);
  const { user, token } = JSON.parse(answer.text) as SignedIn;
  const cookies = answer.headers['set-cookie'] ?? [];
  return {
    userId: user.id,
    path: (rest) => `/api/${user.id}${rest}`,
    authorization: { authorization: `Bearer ${token}` },
    cookie: cookies.map((line) => line.split(';')[0]).join('; '),
  };
};
