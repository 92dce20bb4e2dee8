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
      clocks: {
        acceptance: { stopped: { how: 'met' } },
        statutory: { startedOn: '2026-03-02' },
        promised: {},
        step: {},
      },
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
    expect(caseAt('handling', { item: ITEMS.calendarDays }).view().clocks.statutory?.dueOn).toBe(
      '2026-03-09',
    );
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
    expect(
      new TestCase({ materials: [...COMPLETE, { code: 'photo' }] }).refusal('clerk-1', ACTS.accept),
    ).toBeNull();
    expect(new TestCase().refusal('clerk-1', ACTS.accept)).toBeNull();
  });

  it('knows no tolerance outside the green channel', () => {
    const tolerance = [{ code: 'lease', promisedBy: '2026-04-01' }];
    expect(new TestCase().refusal('clerk-1', { type: 'accept', tolerance })).toBe('invalid');
    expect(new TestCase().refusal('clerk-1', { type: 'accept', tolerance: [] })).toBeNull();
  });
});

describe('declining and “no permit needed” (A3)', () => {
  it.each([
    ['decline', ACTS.decline, 'declined', 'NAC'],
    ['notRequired', ACTS.notRequired, 'notRequired', 'NRQ'],
  ] as const)(
    '%s closes the case, says why and where to go, and answers in time',
    (kind, act, result, code) => {
      const subject = new TestCase();
      subject.act('clerk-1', act);
      expect(subject.state).toMatchObject({ stage: 'closed', result, acceptedOn: null, decision: null });
      expect(subject.notices()).toMatchObject([
        {
          kind,
          number: `440781-market-20260302-0001-${code}1`,
          facts: { reason: act.reason, legalBasis: act.legalBasis },
        },
      ]);
      expect(subject.view().clocks.acceptance?.state).toBe('met');
    },
  );

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
    [
      'what it says is not there',
      [{ path: 'applicant.phone', from: '13700137000', to: '13600136000' }],
      ['changes.0.from'],
    ],
    [
      'the telephone is none',
      [{ path: 'applicant.phone', from: APPLICANT.phone, to: 'abc<script>' }],
      ['changes.0.to'],
    ],
    [
      'it names one place twice',
      [
        { path: 'applicant.name', from: APPLICANT.name, to: '甲' },
        { path: 'applicant.name', from: APPLICANT.name, to: '乙' },
      ],
      ['changes.1.path'],
    ],
    ['there is no such place', [{ path: 'item.code', from: 'a', to: 'b' }], ['changes.0.path']],
    ['there is no agent', [{ path: 'applicant.agent.name', from: '', to: '李四' }], ['changes.0.from']],
    [
      'the number is wrong afterwards',
      [{ path: 'applicant.idNumber', from: APPLICANT.idNumber, to: '110105194912310021' }],
      ['changes'],
    ],
  ])('is refused when %s', (_, changes, paths) => {
    const subject = new TestCase();
    expect(subject.refusal('clerk-1', { type: 'correct', changes })).toBe('invalid');
    expect(subject.wrongPaths('clerk-1', { type: 'correct', changes })).toEqual(paths);
  });

  it('is corrected again, not recalled: no state keeps the words before it', () => {
    const subject = new TestCase();
    const id = subject.act('clerk-1', ACTS.correct);
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: id, reason: '误' })).toBe(
      'not-allowed-now',
    );
    subject.act('clerk-1', {
      type: 'correct',
      changes: [{ path: 'applicant.phone', from: '13900139000', to: APPLICANT.phone }],
    });
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
    expect(
      caseAt('issuing', { by: 'applicant-1', channel: 'online' }).refusal('applicant-1', ACTS.withdraw),
    ).toBe('not-allowed-now');
  });
});
