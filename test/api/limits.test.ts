import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEdgeApp, type EdgeApp } from './support/edge-app.ts';

let app: EdgeApp;
beforeAll(async () => {
  app = await startEdgeApp({ production: true });
});
afterAll(() => app.stop());

it('takes a hundred requests a second of an identity, in production from loopback too', async () => {
  const burst = async (staffId: string, n: number): Promise<Response[]> => {
    const headers = { authorization: `Bearer ${await app.token(staffId)}` };
    return Promise.all(Array.from({ length: n }, () => app.send('GET', '/api/docs/start.js', { headers })));
  };
  // A slow machine may take longer than a second for a burst: then the next one is tried.
  let limited: Response | undefined;
  for (let attempt = 0; attempt < 20 && limited === undefined; attempt += 1) {
    const answers = await burst('clerk-1', 250);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(100);
    limited = answers.find(({ status }) => status === 429);
  }
  expect(limited?.headers.get('retry-after')).toBe('1');
  expect(limited?.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await limited?.json()).toMatchObject({ code: 'too-many-requests' });
  expect((await burst('clerk-2', 10)).map(({ status }) => status)).toEqual(Array(10).fill(200));
});

it('counts those who try tokens by their address', async () => {
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, i) =>
      app.send('GET', '/api/worklist', { headers: { authorization: `Bearer guess-${i}` } }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(100);
  expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
});

it('tells browsers to come back by TLS only', async () => {
  const response = await app.send('GET', '/healthz');
  expect(response.headers.get('strict-transport-security')).toContain('max-age');
  expect(response.headers.get('x-powered-by')).toBeNull();
});
