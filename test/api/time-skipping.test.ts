import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../domain/case/view.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { foodApplication, STEPS } from '../support/stories.ts';
import { eventually } from '../support/wait.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ timeSkipping: true });
});
afterAll(() => app.stop());

const read = async (caseNo: string): Promise<CaseView> =>
  (await app.as('clerk-1').get<CaseView>(`/api/cases/${caseNo}`)).body;

describe('the whole application on the server that skips time (decision 18)', () => {
  it('is ready, though that server lists and describes nothing', async () => {
    await eventually(
      async () => (await app.as().get('/readyz')).status,
      (status) => status === 200,
    );
  });

  it('accepts by silence, back-dated, and shows the cards of a case that nobody handles', async () => {
    const received = await app.as('clerk-1').receive(foodApplication());
    expect(received.status).toBe(201);
    const { caseNo, receivedOn, clocks } = received.body;
    expect(clocks.acceptance?.dueOn).not.toBeNull();
    await app.skip('15 days');
    const deemed = await eventually(
      () => read(caseNo),
      ({ stage }) => stage === 'handling',
    );
    expect(deemed).toMatchObject({
      acceptanceBasis: 'deemed',
      acceptedOn: receivedOn,
      people: { accepter: null },
    });
    await app.skip('60 days');
    const late = await eventually(
      () => read(caseNo),
      ({ card }) => card === 'red',
    );
    expect(late.clocks.promised?.state).toBe('overdue');
    expect(late.clocks.statutory?.state).toBe('overdue');
    // Overdue escalates, it never grants.
    expect(late).toMatchObject({ stage: 'handling', result: null });
    const notices = await app.as('clerk-1').get<{ notices?: unknown[] }>(`/api/cases/${caseNo}/notices`);
    expect(notices.status).toBe(200);
    for (const { by, act } of STEPS.slice(1)) expect((await app.as(by).act(caseNo, act)).status).toBe(200);
    expect(await read(caseNo)).toMatchObject({ stage: 'closed', result: 'granted', card: 'red' });
  });

  it('closes what is not supplemented within its sixty days', async () => {
    const { body } = await app.as('clerk-1').receive(foodApplication({ materials: [] }));
    const materials = (foodApplication()['materials'] as { code: string }[]).map(({ code }) => ({
      code,
      reason: '未提交',
    }));
    const asked = await app.as('clerk-1').act(body.caseNo, { type: 'requestSupplement', missing: materials });
    expect(asked.status).toBe(200);
    expect(asked.body.case.clocks.supplement?.limit).toEqual({ n: 60, unit: 'ND' });
    await app.skip('75 days');
    const closed = await eventually(
      () => read(body.caseNo),
      ({ stage }) => stage === 'closed',
    );
    expect(closed.result).toBe('notSupplemented');
    expect(Object.values(closed.clocks).some((clock) => clock?.state === 'running')).toBe(false);
  });
});
