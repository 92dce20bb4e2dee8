import { describe, expect, it } from 'vitest';
import { ITEMS } from './support/items.ts';
import { APPLICANT } from './support/people.ts';
import { ACTS, at, caseAt, COMPLETE, TestCase } from './support/test-case.ts';

describe('receiving', () => {
  it('starts at the window with the acceptance clock only', () => {
    const { state } = new TestCase();
    expect(state).toMatchObject({
      revision: 1,
      stage: 'received',
      receivedOn: '2026-03-02',
      applicantAccount: null,
      people: { receiver: 'clerk-1', accepter: null },
      sides: { 'clerk-1': 'window' },
    });
    expect(Object.keys(state.clocks)).toEqual(['acceptance']);
  });

  it('puts who applies online on the applicant’s side', () => {
    const { state } = new TestCase({ by: 'applicant-1', channel: 'online' });
    expect(state).toMatchObject({
      applicantAccount: { staffId: 'applicant-1' },
      people: { receiver: null },
      sides: { 'applicant-1': 'applicant' },
    });
  });

  it('dates what comes in the night by its day in Shanghai', () => {
    expect(new TestCase({ at: at('03-02 00:30') }).state.receivedOn).toBe('2026-03-02');
    expect(new TestCase({ at: at('03-02 23:59') }).state.receivedOn).toBe('2026-03-02');
  });
});

describe('accepting (A3)', () => {
  it('starts the statutory and the promised clock, says so in writing and stops the acceptance clock', () => {
    const subject = caseAt('handling');
    expect(subject.types()).toEqual(['received', 'accept', 'noticeIssued']);
    expect(subject.state).toMatchObject({
      acceptedOn: '2026-03-02',
      acceptanceBasis: 'notice',
      people: { accepter: 'clerk-1' },
      clocks: { acceptance: { stopped: { how: 'met' } }, statutory: { startedOn: '2026-03-02' }, promised: {}, step: {} },
    });
    expect(subject.notices()).toEqual([
      {
        id: 'acceptance-1',
        kind: 'acceptance',
        number: '440781-market-20260302-0001-ACP1',
        issuedAt: at('03-02 09:01'),
        issuedOn: '2026-03-02',
        facts: {
          kind: 'acceptance',
          acceptedOn: '2026-03-02',
          basis: 'notice',
          statutory: { limit: { n: 20, unit: 'WD' }, dueOn: '2026-03-30', provisional: false },
          promised: { limit: { n: 8, unit: 'WD' }, dueOn: '2026-03-12', provisional: false },
        },
      },
    ]);
  });

  it('counts each item in its own unit', () => {
    expect(caseAt('handling', { item: ITEMS.reserved }).view().clocks.statutory?.dueOn).toBe('2026-06-02');
    expect(caseAt('handling', { item: ITEMS.calendarDays }).view().clocks.statutory?.dueOn).toBe('2026-03-09');
    expect(caseAt('deciding', { item: ITEMS.instant }).view().clocks.promised?.dueOn).toBe('2026-03-02');
  });

  it.each([
    ['nothing is there', [], ['materials.form', 'materials.plan', 'materials.lease']],
    ['one is short of a copy', [{ code: 'form' }, { code: 'plan' }, { code: 'lease' }], ['materials.plan']],
    ['one is absent', [{ code: 'form' }, { code: 'plan', copies: 2 }], ['materials.lease']],
  ])('is refused when %s', (_, materials, paths) => {
    const subject = new TestCase({ materials });
    expect(subject.refusal('clerk-1', ACTS.accept)).toBe('materials-incomplete');
    expect(subject.wrongPaths('clerk-1', ACTS.accept)).toEqual(paths);
  });

  it('does not ask for what is optional', () => {
    expect(new TestCase({ materials: [...COMPLETE, { code: 'photo' }] }).refusal('clerk-1', ACTS.accept)).toBeNull();
    expect(new TestCase().refusal('clerk-1', ACTS.accept)).toBeNull();
  });

  it('knows no tolerance outside the green channel', () => {
    const tolerance = [{ code: 'lease', promisedBy: '2026-04-01' }];
    expect(new TestCase().refusal('clerk-1', { type: 'accept', tolerance })).toBe('invalid');
    expect(new TestCase().refusal('clerk-1', { type: 'accept', tolerance: [] })).toBeNull();
  });
});

describe('the one-time notice (A4)', () => {
  const incomplete = COMPLETE.slice(0, 1);

  it('must name everything at once', () => {
    const subject = new TestCase({ materials: incomplete });
    expect(subject.refusal('clerk-1', ACTS.missing)).toBe('invalid');
    expect(subject.wrongPaths('clerk-1', ACTS.missing)).toEqual(['missing']);
    const all = [{ code: 'plan', reason: '未提交' }, { code: 'lease', reason: '未提交' }];
    subject.act('clerk-1', { type: 'requestSupplement', missing: all });
    expect(subject.state).toMatchObject({ stage: 'supplementing', notice: { missing: all, outstanding: ['plan', 'lease'] } });
    expect(subject.view().waitingOn).toMatchObject({ duty: 'applicant' });
  });

  it('may name what is there and defective, and what is optional', () => {
    const subject = new TestCase();
    subject.act('clerk-1', { type: 'requestSupplement', missing: [{ code: 'form', reason: '未签名' }, { code: 'photo', reason: '不清晰' }] });
    expect(subject.state.notice?.outstanding).toEqual(['form', 'photo']);
  });

  it.each([
    ['unknown', [{ code: 'lease', reason: 'x' }, { code: 'cv', reason: 'x' }], 'material-unknown', 'missing.1.code'],
    ['named twice', [{ code: 'lease', reason: 'x' }, { code: 'lease', reason: 'y' }], 'invalid', 'missing.1.code'],
  ])('is refused for a material %s (L31)', (_, missing, code, path) => {
    const subject = new TestCase({ materials: COMPLETE.slice(0, 2) });
    expect(subject.refusal('clerk-1', { type: 'requestSupplement', missing })).toBe(code);
    expect(subject.wrongPaths('clerk-1', { type: 'requestSupplement', missing })).toEqual([path]);
  });

  it('is given once, also after the supplement and by another clerk', () => {
    const subject = caseAt('supplementing');
    expect(subject.refusal('clerk-2', ACTS.missing)).toBe('already-notified');
    subject.act('clerk-1', ACTS.supplement);
    expect(subject.refusal('clerk-1', ACTS.missing)).toBe('already-notified');
    subject.act('clerk-1', ACTS.accept);
    expect(subject.refusal('clerk-1', ACTS.missing)).toBe('already-notified');
  });

  it('says by when to answer: sixty calendar days', () => {
    expect(caseAt('supplementing').notices()[0]).toMatchObject({
      id: 'supplement-1',
      number: '440781-market-20260302-0001-SUP1',
      // The sixtieth day, 1 May, lies in the labour holiday.
      facts: { kind: 'supplement', missing: ACTS.missing.missing, answerBy: '2026-05-06' },
    });
  });

  it('cannot be recalled: it is served', () => {
    const subject = caseAt('supplementing');
    const { lastAct } = subject.state;
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: lastAct!.actionId, reason: '误' })).toBe('not-allowed-now');
  });
});

describe('supplements (A5)', () => {
  it('bring the case back with a new acceptance clock, and acceptance is dated by the last one', () => {
    const subject = caseAt('supplementing');
    subject.act('clerk-1', ACTS.supplement, { at: at('03-16 10:00') });
    expect(subject.state).toMatchObject({
      stage: 'received',
      clocks: { supplement: { stopped: { how: 'met' } }, acceptance: { startedOn: '2026-03-16', stopped: null } },
    });
    expect(subject.view()).toMatchObject({ missing: [], clocks: { acceptance: { dueOn: '2026-03-23' } } });
    subject.act('clerk-1', ACTS.accept, { at: at('03-18 10:00') });
    expect(subject.state).toMatchObject({ acceptedOn: '2026-03-16', acceptanceBasis: 'notice' });
    expect(subject.state.clocks.statutory).toMatchObject({ startedOn: '2026-03-16', startedAt: at('03-16 10:00') });
    expect(subject.state.clocks.step?.startedOn).toBe('2026-03-18');
  });

  it('in parts: the rest may still come, and only all of it can be accepted', () => {
    const subject = new TestCase({ materials: [] });
    const missing = ['form', 'plan', 'lease'].map((code) => ({ code, reason: '未提交' }));
    subject.act('clerk-1', { type: 'requestSupplement', missing });
    subject.act('clerk-2', { type: 'submitSupplement', materials: [{ code: 'form' }, { code: 'plan', copies: 1 }] });
    // One copy of the plan is one too few.
    expect(subject.view().missing?.map(({ code }) => code)).toEqual(['plan', 'lease']);
    expect(subject.refusal('clerk-1', ACTS.accept)).toBe('materials-incomplete');
    subject.act('clerk-1', { type: 'submitSupplement', materials: [{ code: 'plan', copies: 2 }, { code: 'lease' }] }, { at: at('03-05 11:00') });
    expect(subject.state.clocks.acceptance?.startedOn).toBe('2026-03-05');
    expect(subject.refusal('clerk-1', ACTS.supplement)).toBe('not-allowed-now');
    subject.act('clerk-1', ACTS.accept, { at: at('03-06 09:00') });
    expect(subject.state.acceptedOn).toBe('2026-03-05');
  });

  it('of a defective material wait for a new one', () => {
    const subject = new TestCase();
    subject.act('clerk-1', { type: 'requestSupplement', missing: [{ code: 'form', reason: '未签名' }] });
    subject.act('clerk-1', { type: 'submitSupplement', materials: [{ code: 'photo' }] });
    expect(subject.refusal('clerk-1', ACTS.accept)).toBe('materials-incomplete');
    subject.act('clerk-1', { type: 'submitSupplement', materials: [{ code: 'form', form: 'electronic' }] });
    expect(subject.refusal('clerk-1', ACTS.accept)).toBeNull();
    expect(subject.state.materials.filter(({ code }) => code === 'form')).toEqual([
      { code: 'form', copies: 1, form: 'electronic', fileId: null, receivedOn: '2026-03-02' },
    ]);
  });

  it.each([
    ['unknown', [{ code: 'cv' }], 'material-unknown', 'materials.0.code'],
    ['twice', [{ code: 'lease' }, { code: 'lease' }], 'invalid', 'materials.1.code'],
    ['in a form that is not taken', [{ code: 'plan', copies: 2, form: 'electronic' }], 'invalid', 'materials.0.form'],
  ] as const)('are refused with a material %s', (_, materials, code, path) => {
    const subject = caseAt('supplementing');
    expect(subject.refusal('clerk-1', { type: 'submitSupplement', materials })).toBe(code);
    expect(subject.wrongPaths('clerk-1', { type: 'submitSupplement', materials })).toEqual([path]);
  });

  it('come from the applicant’s own account, and from no other', () => {
    const subject = caseAt('supplementing', { by: 'applicant-1', channel: 'online' });
    expect(subject.view().waitingOn).toMatchObject({ duty: 'applicant', staffId: 'applicant-1' });
    expect(subject.refusal('applicant-2', ACTS.supplement)).toBe('forbidden');
    subject.act('applicant-1', ACTS.supplement);
    expect(subject.state.sides).toEqual({ 'applicant-1': 'applicant', 'clerk-1': 'window' });
    expect(subject.eventsOf('submitSupplement')[0]?.actor?.duty).toBe('applicant');
  });

  it('that do not come close the case on the last day', () => {
    const subject = caseAt('supplementing').wait(at('05-06 17:59'));
    expect(subject.state.stage).toBe('supplementing');
    subject.wait(at('05-06 18:00'));
    expect(subject.state).toMatchObject({ stage: 'closed', result: 'notSupplemented', closedAt: at('05-06 18:00') });
    expect(subject.types().slice(-4)).toEqual(['clockWarned', 'clockOverdue', 'notSupplemented', 'noticeIssued']);
    expect(subject.notices().at(-1)).toMatchObject({ kind: 'notSupplemented', facts: { outstanding: ['lease'] } });
    expect(subject.refusal('clerk-1', ACTS.supplement)).toBe('not-allowed-now');
  });
});

describe('silence (L32(4))', () => {
  it('accepts at the close of the fifth working day, dated back to the day of receipt', () => {
    const subject = new TestCase({ materials: [], at: at('03-05 16:00') }).wait(at('03-12 17:59'));
    expect(subject.state.stage).toBe('received');
    subject.wait(at('03-12 18:00'));
    expect(subject.state).toMatchObject({
      stage: 'handling',
      acceptedOn: '2026-03-05',
      acceptanceBasis: 'deemed',
      people: { accepter: null },
      clocks: { statutory: { startedOn: '2026-03-05', startedAt: at('03-05 16:00') } },
    });
    expect(subject.types()).toEqual(['received', 'clockWarned', 'clockOverdue', 'deemedAccepted', 'noticeIssued']);
    expect(subject.eventsOf('deemedAccepted')[0]).toMatchObject({ at: at('03-12 18:00'), actor: null });
    expect(subject.notices()[0]).toMatchObject({ kind: 'acceptance', facts: { basis: 'deemed', acceptedOn: '2026-03-05' } });
    expect(subject.view().clocks.acceptance?.state).toBe('overdue');
  });

  it('after a supplement counts from the last one', () => {
    const subject = caseAt('supplementing');
    subject.act('clerk-1', ACTS.supplement, { at: at('03-16 10:00') });
    subject.wait(at('03-23 18:00'));
    expect(subject.state).toMatchObject({ stage: 'handling', acceptedOn: '2026-03-16', acceptanceBasis: 'deemed' });
  });

  it('does not end while the applicant has to answer', () => {
    expect(caseAt('supplementing').wait(at('03-31 18:00')).state.stage).toBe('supplementing');
  });

  it('brings an instant item to the decision', () => {
    const subject = new TestCase({ item: ITEMS.instant }).wait(at('03-09 18:00'));
    expect(subject.state).toMatchObject({ stage: 'deciding', acceptedOn: '2026-03-02' });
    expect(subject.view()).toMatchObject({ card: 'red', clocks: { promised: { state: 'overdue' } } });
  });

  it('cannot be recalled', () => {
    const subject = new TestCase();
    const id = subject.act('clerk-1', ACTS.correct);
    subject.wait(at('03-09 18:00'));
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: id, reason: '误' })).toBe('not-allowed-now');
  });
});

describe('declining and “no permit needed” (A3)', () => {
  it.each([
    ['decline', ACTS.decline, 'declined', 'NAC'],
    ['notRequired', ACTS.notRequired, 'notRequired', 'NRQ'],
  ] as const)('%s closes the case, says why and where to go, and answers in time', (kind, act, result, code) => {
    const subject = new TestCase();
    subject.act('clerk-1', act);
    expect(subject.state).toMatchObject({ stage: 'closed', result, acceptedOn: null, decision: null });
    expect(subject.notices()).toMatchObject([
      { kind, number: `440781-market-20260302-0001-${code}1`, facts: { reason: act.reason, legalBasis: act.legalBasis } },
    ]);
    expect(subject.view().clocks.acceptance?.state).toBe('met');
  });

  it('a complete application is not declined, unless another authority is competent', () => {
    const here = { type: 'decline', reason: '不想办', legalBasis: '无' } as const;
    expect(new TestCase().refusal('clerk-1', here)).toBe('invalid');
    expect(new TestCase().wrongPaths('clerk-1', here)).toEqual(['competentAuthority']);
    expect(new TestCase().refusal('clerk-1', { ...here, competentAuthority: '  ' })).toBe('invalid');
    expect(new TestCase().refusal('clerk-1', ACTS.decline)).toBeNull();
    expect(new TestCase({ materials: [] }).refusal('clerk-1', here)).toBeNull();
  });
});

describe('mending on the spot (L32(3))', () => {
  it('changes the applicant and says in the history only where', () => {
    const subject = new TestCase();
    subject.act('clerk-1', ACTS.correct);
    expect(subject.file.applicant.phone).toBe('13900139000');
    expect(subject.eventsOf('correct')[0]?.detail).toEqual({ paths: ['applicant.phone'] });
    expect(JSON.stringify(subject.events)).not.toContain('139001');
  });

  it.each([
    ['what it says is not there', [{ path: 'applicant.phone', from: '13700137000', to: '1' }], ['changes.0.from']],
    ['there is no such place', [{ path: 'item.code', from: 'a', to: 'b' }], ['changes.0.path']],
    ['there is no agent', [{ path: 'applicant.agent.name', from: '', to: '李四' }], ['changes.0.from']],
    ['the number is wrong afterwards', [{ path: 'applicant.idNumber', from: APPLICANT.idNumber, to: '110105194912310021' }], ['changes']],
  ])('is refused when %s', (_, changes, paths) => {
    const subject = new TestCase();
    expect(subject.refusal('clerk-1', { type: 'correct', changes })).toBe('invalid');
    expect(subject.wrongPaths('clerk-1', { type: 'correct', changes })).toEqual(paths);
  });

  it('is corrected again, not recalled: no state keeps the words before it', () => {
    const subject = new TestCase();
    const id = subject.act('clerk-1', ACTS.correct);
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: id, reason: '误' })).toBe('not-allowed-now');
    subject.act('clerk-1', { type: 'correct', changes: [{ path: 'applicant.phone', from: '13900139000', to: APPLICANT.phone }] });
    expect(subject.file.applicant).toEqual(APPLICANT);
  });
});

describe('withdrawing', () => {
  it('closes the case at any time before the decision, by window or applicant', () => {
    for (const stage of ['received', 'supplementing', 'handling', 'reviewing', 'deciding'] as const) {
      const online = caseAt(stage, { by: 'applicant-1', channel: 'online' });
      expect(online.refusal('applicant-2', ACTS.withdraw)).toBe('forbidden');
      online.act('applicant-1', ACTS.withdraw);
      expect(online.state).toMatchObject({ stage: 'closed', result: 'withdrawn' });
      expect(Object.values(online.state.clocks).every((clock) => clock?.stopped != null)).toBe(true);
      expect(caseAt(stage).refusal('clerk-2', ACTS.withdraw)).toBeNull();
    }
    expect(caseAt('issuing', { by: 'applicant-1', channel: 'online' }).refusal('applicant-1', ACTS.withdraw)).toBe('not-allowed-now');
  });
});
