import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/wait.ts';
import { application } from './support/applicants.ts';

/** Without a worker at first: acts are stored, and applied in order once there is one (decision 2, 3). */
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ worker: false, answerWaitMs: 300 });
});
afterAll(() => app.stop());

const opened = async (): Promise<string> => (await app.as('clerk-1').receive(application())).body.caseNo;

describe('acts that no worker answers', () => {
  it('are stored, told so, and applied or rejected in the order in which they came', async () => {
    const caseNo = await opened();
    const path = (id: string): string => `/api/cases/${caseNo}/actions/${id}`;
    const [accept, propose, second, endorse] = [randomUUID(), randomUUID(), 'my/odd?key', randomUUID()];
    const clerk = app.as('clerk-1');
    const handler = app.as('market-handler-1');
    const proposal = { type: 'propose', proposal: 'grant', opinion: '符合条件' };

    const first = await clerk.act(caseNo, { type: 'accept' }, { 'idempotency-key': accept });
    expect(first.status).toBe(202);
    expect(first.body).toEqual({ action: { id: accept, type: 'accept', status: 'queued' } });
    expect(first.headers.get('location')).toBe(path(accept));
    expect((await clerk.get(path(accept))).body).toMatchObject({
      id: accept,
      status: 'queued',
      action: { status: 'queued' },
    });
    expect((await clerk.act(caseNo, { type: 'accept' }, { 'idempotency-key': accept })).status).toBe(202);
    expect(
      (await clerk.act(caseNo, { type: 'note', text: '别的' }, { 'idempotency-key': accept })).body.code,
    ).toBe('idempotency-mismatch');

    const headers = { prefer: 'respond-async', 'idempotency-key': propose };
    const asked = Date.now();
    const async = await handler.act(caseNo, proposal, headers);
    expect([async.status, async.headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    expect(Date.now() - asked).toBeLessThan(250);
    const odd = await handler.act(caseNo, proposal, { prefer: 'respond-async', 'idempotency-key': second });
    expect(odd.headers.get('location')).toBe(path('my%2Fodd%3Fkey'));
    expect(
      (
        await app
          .as('market-reviewer-1')
          .act(caseNo, { type: 'endorse', opinion: '同意' }, { 'idempotency-key': endorse })
      ).status,
    ).toBe(202);

    await app.startWorker();
    const applied = await eventually(
      () => app.as('market-reviewer-1').get<{ status: string }>(path(endorse)),
      ({ body }) => body.status !== 'queued',
    );
    expect(applied.body.status).toBe('applied');
    expect((await handler.get(path(propose))).body).toMatchObject({ status: 'applied' });
    const rejected = await handler.get(odd.headers.get('location') ?? '');
    expect(rejected.body).toMatchObject({
      status: 'rejected',
      problem: { code: 'not-allowed-now', status: 409 },
    });
    const again = await handler.act(caseNo, proposal, { 'idempotency-key': second });
    expect(again.body.code).toBe('not-allowed-now');
    expect((await clerk.get(`/api/cases/${caseNo}`)).body).toMatchObject({ stage: 'deciding' });
    const { body } = await clerk.get<{ events: { type: string }[] }>(`/api/cases/${caseNo}/history`);
    expect(body.events.map(({ type }) => type)).toEqual([
      'received',
      'accept',
      'noticeIssued',
      'propose',
      'refused',
      'endorse',
    ]);
    const replayed = await clerk.act(caseNo, { type: 'accept' }, { 'idempotency-key': accept });
    expect([replayed.status, replayed.body.action.status]).toEqual([200, 'applied']);
    await app.stopWorker();
  });

  it('are judged for duty before they are stored', async () => {
    const caseNo = await opened();
    const foreign = await app
      .as('health-handler-1')
      .act(caseNo, { type: 'propose', proposal: 'grant', opinion: '可' });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'forbidden']);
    const other = await app
      .as('clerk-1')
      .act(caseNo, { type: 'endorse', opinion: '可' }, { prefer: 'respond-async' });
    expect(other.body.code).toBe('forbidden');
    expect(await app.db.sql`select 1 from case_actions where case_no = ${caseNo}`).toHaveLength(0);
    expect((await app.as('clerk-1').act('440781-market-20200101-0001', { type: 'accept' })).status).toBe(404);
  });

  it('leave the case readable, and lists too', async () => {
    const caseNo = await opened();
    expect((await app.as('clerk-1').get(`/api/cases/${caseNo}`)).body).toMatchObject({
      stage: 'received',
      revision: 1,
    });
    const found = await app.as('clerk-1').get<{ items: unknown[] }>(`/api/cases?q=${caseNo}`);
    expect(found.body.items).toHaveLength(1);
  });
});
