import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInput } from '../../workflows/messages.ts';
import { caseInput, SHORTEST } from '../support/case-fixtures.ts';
import { startCaseLab, type CaseLab, type CaseUnderTest } from '../support/case-lab.ts';

let lab: CaseLab;
let n = 0;

beforeAll(async () => {
  lab = await startCaseLab();
});
afterAll(() => lab.stop());

const number = (): string => `440781-test-20261124-${String((n += 1)).padStart(4, '0')}`;

const open = (item?: string, changes?: Parameters<typeof caseInput>[2]): Promise<CaseUnderTest> =>
  lab.startCase(caseInput(number(), item, changes));

/** The dates of the time-skipping server are not known beforehand: the calendar that the case counts by tells. */
const typesOf = async (subject: CaseUnderTest): Promise<string[]> => {
  const { state } = await subject.snapshot();
  return lab.readModel.events(state.caseNo).map(({ type }) => type);
};

/** Every finished run must replay: what ran is what would run again. */
async function replays(subject: CaseUnderTest): Promise<void> {
  const history = await subject.handle.fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: lab.bundle }, history, subject.handle.workflowId);
}

describe('a case from receipt to delivery', () => {
  it('goes through the procedure, ends with its result and replays', async () => {
    const subject = await open();
    for (const { by, act } of SHORTEST) await subject.act(by, act);
    expect(await subject.handle.result()).toBe('granted');
    expect(await typesOf(subject)).toEqual([
      'received',
      'accept',
      'noticeIssued',
      'propose',
      'endorse',
      'decide',
      'noticeIssued',
      'issue',
      'deliver',
    ]);
    const { events } = await subject.handle.fetchHistory();
    // On paper 49 and two more for the step's clock that is shorter than the acceptance's; a plain program needs 78.
    expect(events?.length).toBeLessThanOrEqual(53);
    await replays(subject);
  });

  it('decides an instant item in two acts by two persons', async () => {
    const subject = await open('enterprise-registration');
    const accepted = await subject.act('clerk-1', { type: 'accept' });
    expect(accepted.snapshot.state.stage).toBe('deciding');
    expect(await subject.refused('market-double', { type: 'decide', result: 'grant', opinion: '准予' })).toBe(
      'duty-separation',
    );
    const decided = await subject.act('market-chief', { type: 'decide', result: 'grant', opinion: '准予' });
    expect(decided.snapshot.state.stage).toBe('issuing');
  });

  it('leaves nothing in the history for an act that its validator refuses', async () => {
    const subject = await open();
    await subject.snapshot();
    const before = (await subject.handle.fetchHistory()).events?.filter(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted,
    );
    expect(
      await subject.refused('market-handler-1', { type: 'propose', proposal: 'grant', opinion: '早了' }),
    ).toBe('not-allowed-now');
    expect(
      await subject.refused('health-handler-1', { type: 'propose', proposal: 'grant', opinion: '越界' }),
    ).toBe('forbidden');
    const after = (await subject.handle.fetchHistory()).events?.filter(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted,
    );
    expect(after).toEqual(before);
    expect(await typesOf(subject)).toEqual(['received']);
  });
});

describe('acts that are stored as signals', () => {
  it('are applied in the order in which they arrived, across names, also before the first task', async () => {
    const { subject, work } = await lab.startUnseen(caseInput(number()));
    for (const [index, { by, act }] of SHORTEST.entries())
      await subject.signal(by, act, { id: `queued-${index}` });
    expect(await work(() => subject.handle.result())).toBe('granted');
    const types = lab.readModel
      .events(subject.handle.workflowId.slice('case/'.length))
      .map(({ type }) => type);
    expect(types.filter((type) => type === 'refused')).toEqual([]);
    await replays(subject);
  });

  it('find the case received when an update comes with the first task', async () => {
    const { subject, work } = await lab.startUnseen(caseInput(number()));
    const accepting = subject.act('clerk-1', { type: 'accept' });
    // The update waits in the server until a worker comes: it is handed over with the very first task.
    await work(async () => {
      expect((await accepting).snapshot.state.stage).toBe('handling');
      expect((await subject.snapshot()).state.stage).toBe('handling');
      await subject.act('clerk-1', { type: 'withdraw', reason: '申请人撤回' });
      await subject.handle.result();
    });
    const types = lab.readModel
      .events(subject.handle.workflowId.slice('case/'.length))
      .map(({ type }) => type);
    expect(types).toEqual(['received', 'accept', 'noticeIssued', 'withdraw']);
  });

  it('that are refused go on record and never fail the case', async () => {
    const subject = await open();
    await subject.signal(
      'market-chief',
      { type: 'decide', result: 'grant', opinion: '未受理先批准' },
      { id: 'too-early' },
    );
    await subject.handle.signal('nonsense', { hello: 'world' });
    await subject.handle.signal('accept', 'not an act');
    await subject.act('clerk-1', { type: 'accept' });
    const { state } = await subject.snapshot();
    const refused = lab.readModel.events(state.caseNo).find(({ type }) => type === 'refused');
    expect(refused?.detail).toMatchObject({ act: 'decide', code: 'not-allowed-now' });
    expect(state.stage).toBe('handling');
    expect(await subject.handle.query('outcome', 'market-chief/too-early')).toMatchObject({
      status: 'rejected',
    });
  });

  it('are applied once when the same act also comes as an update', async () => {
    const subject = await open();
    await subject.signal('clerk-1', { type: 'accept' }, { id: 'same' });
    const answer = await subject.act('clerk-1', { type: 'accept' }, { id: 'same' });
    expect(answer.outcome.status).toBe('applied');
    await subject.signal('clerk-1', { type: 'accept' }, { id: 'same' });
    expect(await subject.refused('clerk-1', { type: 'note', text: '别的内容' }, { id: 'same' })).toBe(
      'idempotency-mismatch',
    );
    expect((await typesOf(subject)).filter((type) => type === 'accept')).toHaveLength(1);
  });
});

describe('time', () => {
  it('accepts by silence after five working days, dated back to the day of receipt', async () => {
    const subject = await open();
    await lab.env.sleep('15 days');
    const { state } = await subject.snapshot();
    expect(state).toMatchObject({
      stage: 'handling',
      acceptanceBasis: 'deemed',
      acceptedOn: state.receivedOn,
    });
    expect(state.clocks.statutory?.startedOn).toBe(state.receivedOn);
    await replays(subject);
  });

  it('closes what is not supplemented in its time, and a late supplement does not beat the deadline', async () => {
    const input: CaseInput = caseInput(number(), 'food-business', { materials: [] });
    const subject = await lab.startCase(input);
    const missing = input.receipt.item.materials
      .map(({ code }) => ({ code, reason: '未提交' }))
      .filter(
        ({ code }) => input.receipt.item.materials.find((material) => material.code === code)?.required,
      );
    await subject.act('clerk-1', { type: 'requestSupplement', missing });
    expect(
      await subject.refused('clerk-1', { type: 'requestSupplement', missing }, { id: 'second-notice' }),
    ).toBe('already-notified');
    await lab.env.sleep('80 days');
    expect(await subject.handle.result()).toBe('notSupplemented');
    await replays(subject);
  });

  it('warns, shows yellow and red, and never grants', async () => {
    const subject = await open();
    await subject.act('clerk-1', { type: 'accept' });
    await lab.env.sleep('60 days');
    const { state } = await subject.snapshot();
    expect(state.stage).toBe('handling');
    expect(Object.keys(state.clocks.promised?.rungs ?? {}).sort()).toEqual(['red', 'warning', 'yellow']);
    expect(Object.keys(state.clocks.statutory?.rungs ?? {}).sort()).toEqual(['red', 'warning', 'yellow']);
    await replays(subject);
  });
});

describe('with the read model away', () => {
  it('goes on deciding and writes everything down when it is back', async () => {
    const subject = await open();
    await subject.snapshot();
    lab.readModel.away = true;
    for (const { by, act } of SHORTEST.slice(0, 4)) await subject.act(by, act);
    const { state } = await subject.snapshot();
    expect(state.stage).toBe('issuing');
    lab.readModel.away = false;
    await lab.env.sleep('2 minutes');
    for (const { by, act } of SHORTEST.slice(4)) await subject.act(by, act);
    expect(await subject.handle.result()).toBe('granted');
    const events = lab.readModel.events(state.caseNo);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    await replays(subject);
  });
});
