import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryEvent } from '../../db/history.ts';
import { startFaultApp, type FaultApp } from '../support/fault-app.ts';
import { foodApplication, STEPS } from '../support/stories.ts';
import { eventually } from '../support/wait.ts';

let app: FaultApp;
beforeAll(async () => {
  app = await startFaultApp();
  await app.startWorker();
});
afterAll(() => app.stop());

const receive = async (): Promise<string> => {
  const { status, body } = await app.as('clerk-1').receive(foodApplication());
  expect(status).toBe(201);
  return body.caseNo;
};

describe('Postgres away for a minute', () => {
  it('decisions go on, lists answer 503, and the read model catches up by itself', async () => {
    const caseNo = await receive();
    const [accept, propose, endorse, decide] = STEPS;
    expect((await app.as(accept!.by).act(caseNo, accept!.act)).status).toBe(200);
    // Each of these has been seen by the API within the hour: duties are served from memory meanwhile.
    for (const { by } of STEPS) expect((await app.as(by).get('/api/worklist')).status).toBe(200);
    await app.stopPostgres();
    const downSince = Date.now();

    const list = await app.as('clerk-1').get('/api/cases');
    expect(list.status).toBe(503);
    expect(list.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(list.body).toMatchObject({ code: 'unavailable' });
    for (const step of [propose!, endorse!, decide!]) {
      const answer = await app.as(step.by).act(caseNo, step.act);
      expect(answer.status).toBe(200);
    }
    const single = await app.as('clerk-1').get<{ stage: string }>(`/api/cases/${caseNo}`);
    expect(single.status).toBe(200);
    expect(single.body.stage).toBe('issuing');
    expect((await app.as('clerk-1').get('/readyz')).status).toBe(503);

    await delay(Math.max(0, 60_000 - (Date.now() - downSince)));
    await app.startPostgres();
    const events = await eventually(
      async () =>
        (await app.as('clerk-1').get<{ events?: HistoryEvent[] }>(`/api/cases/${caseNo}/history`)).body
          .events ?? [],
      (all) => all.some(({ type }) => type === 'decide'),
      60_000,
    );
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect((await app.as('clerk-1').get('/api/cases')).status).toBe(200);
    await eventually(
      async () => (await app.as('clerk-1').get('/readyz')).status,
      (status) => status === 200,
    );
  }, 240_000);
});

describe('Temporal away', () => {
  it('answers 503, leaves nothing half-started behind, and the same key gives the same number later', async () => {
    const caseNo = await receive();
    await app.stopTemporal();
    const act = await app.as('clerk-1').act(caseNo, { type: 'accept' }, { 'idempotency-key': 'while-away' });
    expect(act.status).toBe(503);
    expect(act.headers.get('retry-after')).toMatch(/^\d+$/);
    const key = randomUUID();
    const swept = randomUUID();
    for (const one of [key, swept]) {
      const refused = await app.as('clerk-1').receive(foodApplication(), one);
      expect(refused.status).toBe(503);
      expect(refused.body).toMatchObject({ code: 'unavailable' });
    }
    const before = await app.as('clerk-1').get<{ items: { caseNo: string }[] }>('/api/cases?limit=100');
    const known = before.body.items.map((item) => item.caseNo);

    await app.startTemporal();
    const retried = await eventually(
      () => app.as('clerk-1').receive(foodApplication(), key),
      ({ status }) => status === 201,
      60_000,
    );
    expect(known).not.toContain(retried.body.caseNo);
    expect((await app.as('clerk-1').receive(foodApplication(), key)).body.caseNo).toBe(retried.body.caseNo);
    // The other one is started by the sweeper, without anybody asking again.
    await eventually(
      () => app.as('clerk-1').get<{ items: { caseNo: string }[] }>('/api/cases?limit=100'),
      ({ body, status }) => status === 200 && body.items.length === known.length + 2,
      60_000,
    );
    const again = await app.as('clerk-1').receive(foodApplication(), swept);
    expect(again.status).toBe(201);
    expect(
      (await app.as('clerk-1').act(caseNo, { type: 'accept' }, { 'idempotency-key': 'while-away' })).status,
    ).toBe(200);
  }, 240_000);
});
