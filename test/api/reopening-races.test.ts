import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { received } from './support/cases.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function closedCase(): Promise<string> {
  const { caseNo } = await received(app);
  await app.as('clerk-1').act(caseNo, { type: 'accept' });
  expect((await app.as('clerk-1').act(caseNo, { type: 'withdraw', reason: '撤回' })).status).toBe(200);
  return caseNo;
}

const reopen = { type: 'reopen', reason: '撤回系他人冒名' };

const typesOf = async (caseNo: string): Promise<string[]> =>
  (
    await app.as('coordinator-1').get<{ events: { type: string }[] }>(`/api/cases/${caseNo}/history`)
  ).body.events.map(({ type }) => type);

describe('two people at the same closed case', () => {
  it('propose to reopen it: one is told that the other was first', async () => {
    const caseNo = await closedCase();
    const answers = await Promise.all(
      ['coordinator-1', 'coordinator-2'].map((who) => app.as(who).act(caseNo, reopen)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('not-allowed-now');
  });

  it('consent to it: one consent is in the history, the other is refused', async () => {
    const caseNo = await closedCase();
    const key = randomUUID();
    await app.as('coordinator-1').act(caseNo, reopen, { 'idempotency-key': key });
    const answers = await Promise.all(
      ['coordinator-2', 'market-chief'].map((who) =>
        app.as(who).act(caseNo, { type: 'consent', actionId: key }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await typesOf(caseNo)).filter((type) => type === 'consent')).toHaveLength(1);
  });

  it('may propose again after the case was reopened and closed once more', async () => {
    const caseNo = await closedCase();
    for (const round of [1, 2]) {
      const key = randomUUID();
      expect((await app.as('coordinator-1').act(caseNo, reopen, { 'idempotency-key': key })).status).toBe(
        200,
      );
      const consented = await app.as('coordinator-2').act(caseNo, { type: 'consent', actionId: key });
      expect(consented.status, `round ${round}`).toBe(200);
      expect(consented.body.case.clocks.acceptance?.state).toBe('met');
      expect((await app.as('clerk-1').act(caseNo, { type: 'withdraw', reason: '撤回' })).status).toBe(200);
    }
    expect((await typesOf(caseNo)).filter((type) => type === 'reopen')).toHaveLength(2);
  });
});

describe('the key of a proposal that waits', () => {
  it('is spent, on the same case and on every other', async () => {
    const [one, other] = [await closedCase(), await closedCase()];
    const key = randomUUID();
    const headers = { 'idempotency-key': key };
    expect((await app.as('coordinator-1').act(one, reopen, headers)).status).toBe(200);
    expect((await app.as('coordinator-1').act(one, reopen, headers)).status).toBe(200);
    expect((await app.as('coordinator-1').act(other, reopen, headers)).body.code).toBe(
      'idempotency-mismatch',
    );
    const another = { type: 'reopen', reason: '另一理由' };
    expect((await app.as('coordinator-1').act(one, another, headers)).body.code).toBe('idempotency-mismatch');
  });
});

describe('what a correction and a search may say', () => {
  it('a telephone number is one after the correction, and a path is corrected once', async () => {
    const { caseNo } = await received(app);
    const correct = (changes: unknown[]) => app.as('clerk-1').act(caseNo, { type: 'correct', changes });
    const phone = { path: 'applicant.phone', from: '13800138000' };
    expect((await correct([{ ...phone, to: 'abc<script>' }])).body.code).toBe('invalid');
    expect(
      (
        await correct([
          { ...phone, to: '13900139000' },
          { ...phone, to: '13700137000' },
        ])
      ).body.code,
    ).toBe('invalid');
    expect((await correct([{ ...phone, to: '13900139000' }])).status).toBe(200);
  });

  it('the year zero is no date', async () => {
    for (const day of ['0000-01-01', '0000-12-31T23:59:59Z']) {
      const answer = await app.as('clerk-1').get(`/api/cases?dueBefore=${day}`);
      expect([answer.status, answer.body['code']]).toEqual([422, 'invalid']);
    }
  });
});
