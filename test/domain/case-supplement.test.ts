import { describe, expect, it } from 'vitest';
import { ITEMS } from './support/items.ts';
import { ACTS, at, caseAt, COMPLETE, TestCase } from './support/test-case.ts';

describe('the one-time notice (A4)', () => {
  const incomplete = COMPLETE.slice(0, 1);

  it('must name everything at once', () => {
    const subject = new TestCase({ materials: incomplete });
    expect(subject.refusal('clerk-1', ACTS.missing)).toBe('invalid');
    expect(subject.wrongPaths('clerk-1', ACTS.missing)).toEqual(['missing']);
    const all = [
      { code: 'plan', reason: '未提交' },
      { code: 'lease', reason: '未提交' },
    ];
    subject.act('clerk-1', { type: 'requestSupplement', missing: all });
    expect(subject.state).toMatchObject({
      stage: 'supplementing',
      notice: { missing: all, outstanding: ['plan', 'lease'] },
    });
    expect(subject.view().waitingOn).toMatchObject({ duty: 'applicant' });
  });

  it('may name what is there and defective, and what is optional', () => {
    const subject = new TestCase();
    subject.act('clerk-1', {
      type: 'requestSupplement',
      missing: [
        { code: 'form', reason: '未签名' },
        { code: 'photo', reason: '不清晰' },
      ],
    });
    expect(subject.state.notice?.outstanding).toEqual(['form', 'photo']);
  });

  it.each([
    [
      'unknown',
      [
        { code: 'lease', reason: 'x' },
        { code: 'cv', reason: 'x' },
      ],
      'material-unknown',
      'missing.1.code',
    ],
    [
      'named twice',
      [
        { code: 'lease', reason: 'x' },
        { code: 'lease', reason: 'y' },
      ],
      'invalid',
      'missing.1.code',
    ],
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
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: lastAct!.actionId, reason: '误' })).toBe(
      'not-allowed-now',
    );
  });
});

describe('supplements (A5)', () => {
  it('bring the case back with a new acceptance clock, and acceptance is dated by the last one', () => {
    const subject = caseAt('supplementing');
    subject.act('clerk-1', ACTS.supplement, { at: at('03-16 10:00') });
    expect(subject.state).toMatchObject({
      stage: 'received',
      clocks: {
        supplement: { stopped: { how: 'met' } },
        acceptance: { startedOn: '2026-03-16', stopped: null },
      },
    });
    expect(subject.view()).toMatchObject({ missing: [], clocks: { acceptance: { dueOn: '2026-03-23' } } });
    subject.act('clerk-1', ACTS.accept, { at: at('03-18 10:00') });
    expect(subject.state).toMatchObject({ acceptedOn: '2026-03-16', acceptanceBasis: 'notice' });
    expect(subject.state.clocks.statutory).toMatchObject({
      startedOn: '2026-03-16',
      startedAt: at('03-16 10:00'),
    });
    expect(subject.state.clocks.step?.startedOn).toBe('2026-03-18');
  });

  it('in parts: the rest may still come, and only all of it can be accepted', () => {
    const subject = new TestCase({ materials: [] });
    const missing = ['form', 'plan', 'lease'].map((code) => ({ code, reason: '未提交' }));
    subject.act('clerk-1', { type: 'requestSupplement', missing });
    subject.act('clerk-2', {
      type: 'submitSupplement',
      materials: [{ code: 'form' }, { code: 'plan', copies: 1 }],
    });
    // One copy of the plan is one too few.
    expect(subject.view().missing?.map(({ code }) => code)).toEqual(['plan', 'lease']);
    expect(subject.refusal('clerk-1', ACTS.accept)).toBe('materials-incomplete');
    subject.act(
      'clerk-1',
      { type: 'submitSupplement', materials: [{ code: 'plan', copies: 2 }, { code: 'lease' }] },
      { at: at('03-05 11:00') },
    );
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
    [
      'in a form that is not taken',
      [{ code: 'plan', copies: 2, form: 'electronic' }],
      'invalid',
      'materials.0.form',
    ],
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
    expect(subject.state).toMatchObject({
      stage: 'closed',
      result: 'notSupplemented',
      closedAt: at('05-06 18:00'),
    });
    expect(subject.types().slice(-4)).toEqual([
      'clockWarned',
      'clockOverdue',
      'notSupplemented',
      'noticeIssued',
    ]);
    expect(subject.notices().at(-1)).toMatchObject({
      kind: 'notSupplemented',
      facts: { outstanding: ['lease'] },
    });
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
    expect(subject.types()).toEqual([
      'received',
      'clockWarned',
      'clockOverdue',
      'deemedAccepted',
      'noticeIssued',
    ]);
    expect(subject.eventsOf('deemedAccepted')[0]).toMatchObject({ at: at('03-12 18:00'), actor: null });
    expect(subject.notices()[0]).toMatchObject({
      kind: 'acceptance',
      facts: { basis: 'deemed', acceptedOn: '2026-03-05' },
    });
    expect(subject.view().clocks.acceptance?.state).toBe('overdue');
  });

  it('after a supplement counts from the last one', () => {
    const subject = caseAt('supplementing');
    subject.act('clerk-1', ACTS.supplement, { at: at('03-16 10:00') });
    subject.wait(at('03-23 18:00'));
    expect(subject.state).toMatchObject({
      stage: 'handling',
      acceptedOn: '2026-03-16',
      acceptanceBasis: 'deemed',
    });
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
    expect(subject.refusal('clerk-1', { type: 'recall', actionId: id, reason: '误' })).toBe(
      'not-allowed-now',
    );
  });
});
