import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEdgeApp, type EdgeApp } from './support/edge-app.ts';

let app: EdgeApp;
beforeAll(async () => {
  app = await startEdgeApp({ production: true });
});
afterAll(() => app.stop());

it('takes a hundred requests a second of an identity, in production from loopback too', async () => {
  const burst = async (staffId: string, n: number): Promise<Record<number, number>> => {
    const headers = { authorization: `Bearer ${await app.token(staffId)}` };
    const answers = await Promise.all(
      Array.from({ length: n }, () => app.send('GET', '/api/calendar/2026', { headers })),
    );
    const counts: Record<number, number> = {};
    for (const answer of answers) {
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      if (answer.status === 429) {
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(await answer.json()).toMatchObject({ code: 'too-many-requests' });
      } else await answer.arrayBuffer();
    }
    return counts;
  };
  const counts = await burst('clerk-1', 130);
  expect(counts[200]).toBeGreaterThanOrEqual(100);
  expect(counts[429]).toBeGreaterThan(0);
  expect(await burst('clerk-2', 10)).toEqual({ 200: 10 });
});

it('counts those who try tokens by their address', async () => {
  const answers = await Promise.all(
    Array.from({ length: 130 }, (_, i) =>
      app.send('GET', '/api/worklist', { headers: { authorization: `Bearer guess-${i}` } }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
});

it('tells browsers to come back by TLS only', async () => {
  const response = await app.send('GET', '/healthz');
  expect(response.headers.get('strict-transport-security')).toContain('max-age');
  expect(response.headers.get('x-powered-by')).toBeNull();
});
