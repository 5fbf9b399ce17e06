import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const SUITE = join(
  dirname(require.resolve('@modelcontextprotocol/conformance/package.json')),
  'dist',
  'index.js',
);

/**
 * The suite imports fs.globSync, which Node 20 does not have and a test of a server does not call: without a stand-in
 * for it the suite does not even start there.
 */
const standIn = (): string[] =>
  'globSync' in fs ? [] : ['--import', fileURLToPath(new URL('glob-stand-in.mjs', import.meta.url))];

/** Adds a token to what the suite sends, which knows none, and leaves Host and Origin as they are. */
const startTokenProxy = async (port: number, token: string) => {
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    const onward = http.request(
      { host: '127.0.0.1', port, method, path, headers: { ...headers, authorization: `Bearer ${token}` } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/mcp`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/**
 * Runs every server scenario of the official suite against a server on this port. `expectedFailures` is a file with
 * the names of those that must fail: one that passes all the same is an error too.
 */
export const runSuite = async (port: number, token: string, expectedFailures: string) => {
  const proxy = await startTokenProxy(port, token);
  try {
    const args = ['server', '--url', proxy.url, '--suite', 'all', '--expected-failures', expectedFailures];
    const child = spawn(process.execPath, [...standIn(), SUITE, ...args], {
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part;
      });
    const [code] = await once(child, 'close');
    return { code: code as number | null, output };
  } finally {
    proxy.close();
  }
};
