import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { application } from './support/applicants.ts';
import { received } from './support/cases.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('keys', () => {
  it('receive an application once', async () => {
    const clerk = app.as('clerk-1');
    const key = randomUUID();
    const first = await clerk.receive(application(), key);
    const again = await clerk.receive(application(), key);
    expect([again.status, again.body.caseNo]).toEqual([201, first.body.caseNo]);
    const other = await clerk.receive(application('food-business', { projectCode: 'P-1' }), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch']);
    expect((await app.as('clerk-2').receive(application(), key)).body.caseNo).not.toBe(first.body.caseNo);
    const spent = await clerk.act(first.body.caseNo, { type: 'accept' }, { 'idempotency-key': key });
    expect(spent.body.code).toBe('idempotency-mismatch');
  });

  it('do an act once, and are not spent by a refusal', async () => {
    const { caseNo } = await received(app);
    const clerk = app.as('clerk-1');
    const key = randomUUID();
    const handler = app.as('market-handler-1');
    const proposal = { type: 'propose', proposal: 'grant', opinion: '符合条件' };
    expect((await handler.act(caseNo, proposal, { 'idempotency-key': key })).status).toBe(409);
    const first = await clerk.act(caseNo, { type: 'accept' }, { 'idempotency-key': key });
    const again = await clerk.act(caseNo, { type: 'accept' }, { 'idempotency-key': key });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body.case.revision).toBe(first.body.case.revision);
    expect(
      (await clerk.act(caseNo, { type: 'note', text: '别的' }, { 'idempotency-key': key })).body.code,
    ).toBe('idempotency-mismatch');
    const elsewhere = await received(app);
    expect(
      (await clerk.act(elsewhere.caseNo, { type: 'accept' }, { 'idempotency-key': key })).body.code,
    ).toBe('idempotency-mismatch');
    expect((await handler.act(caseNo, proposal, { 'idempotency-key': key })).status).toBe(200);
    const asked = await handler.get(`/api/cases/${caseNo}/actions/${key}`);
    expect(asked.body).toMatchObject({ id: key, type: 'propose', status: 'applied' });
  });

  it('still answer after the case has closed', async () => {
    const opened = await received(app);
    const key = randomUUID();
    const withdraw = { type: 'withdraw', reason: '申请人撤回' };
    const clerk = app.as('clerk-1');
    const first = await clerk.act(opened.caseNo, withdraw, { 'idempotency-key': key });
    const again = await clerk.act(opened.caseNo, withdraw, { 'idempotency-key': key });
    expect([first.status, again.status, again.body.case.stage]).toEqual([200, 200, 'closed']);
    expect(
      (await clerk.act(opened.caseNo, { type: 'withdraw', reason: '别的' }, { 'idempotency-key': key })).body
        .code,
    ).toBe('idempotency-mismatch');
  });

  it('hold off a stale sender', async () => {
    const { caseNo } = await received(app);
    const clerk = app.as('clerk-1');
    expect((await clerk.act(caseNo, { type: 'accept' }, { 'if-match': '"7"' })).body.code).toBe('changed');
    expect((await clerk.act(caseNo, { type: 'accept' }, { 'if-match': 'nonsense' })).status).toBe(412);
    expect((await clerk.act(caseNo, { type: 'accept' }, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('run one at a time', async () => {
    const { caseNo } = await received(app);
    const clerk = app.as('clerk-1');
    const headers = { 'idempotency-key': randomUUID() };
    const both = await Promise.all([1, 2].map(() => clerk.act(caseNo, { type: 'accept' }, headers)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('in-progress');
  });
});
