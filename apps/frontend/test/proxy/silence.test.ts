import { expect, it } from 'vitest';
import { startFrontend } from '../support/frontend';
import { send } from '../support/http';
import { startUpstream } from '../support/upstream';

it('an answer that takes longer than 30 s arrives', { timeout: 60_000 }, async () => {
  const upstream = await startUpstream();
  const frontend = await startFrontend({ BACKEND_URL: upstream.url });
  upstream.answer((_request, response) => {
    // The silence itself is what is tested: Next's own rewrites cut it at 30 s.
    setTimeout(() => response.end('at last'), 31_000);
  });
  const answer = await send(frontend.port, { method: 'POST', path: '/api/u1/chat', body: '{}' });
  expect(answer).toMatchObject({ status: 200, text: 'at last' });
  await frontend.stop();
  await upstream.stop();
});
