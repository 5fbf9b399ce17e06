import { expect, test } from 'vitest';
import { sharedProject } from './own-containers.js';

/** Documentation's own (RFC 5737): nobody has it. */
const CLAIMED = '203.0.113.7';

test('whom attempts to sign in are counted for, nobody chooses: the one who came to the frontend', async () => {
  const project = sharedProject();
  const { NetworkSettings } = await project.container('frontend');
  const own = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
  const email = `stranger-${Date.now()}@example.com`;
  // Through the frontend, and past it.
  for (const url of [project.replica.address, project.backendUrl]) {
    const response = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: project.replica.origin,
        'x-forwarded-for': CLAIMED,
      },
      body: JSON.stringify({ email, password: 'not the password' }),
    });
    expect(response.status).toBe(401);
  }
  const counted = (await project.query('SELECT key FROM rate_limits')).split('\n');
  expect(counted.filter((key) => key.includes(CLAIMED))).toEqual([]);
  expect(counted.filter((key) => own.some((address) => key.includes(address)))).toEqual([]);
  expect(counted.filter((key) => /^[\d.]+\|\/sign-in/.test(key))).not.toEqual([]);
});
