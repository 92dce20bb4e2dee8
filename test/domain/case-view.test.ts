import { describe, expect, it } from 'vitest';
import type { ClockName } from '../../domain/clocks.ts';
import { caseDueAt, expectedDue, nextDue } from '../../domain/case/case-clocks.ts';
import type { CaseClock, CaseState } from '../../domain/case/state.ts';
import { caseView } from '../../domain/case/view.ts';
import { ITEMS } from './support/items.ts';
import { APPLICANT } from './support/people.ts';
import { ACTS, at, CALENDAR, caseAt, TestCase } from './support/test-case.ts';

describe('the ladder (C4)', () => {
  it('warns a working day before, shows yellow at the close of the last day and red two working days later', () => {
    const subject = caseAt('handling').wait(at('04-30 09:00'));
    const rungs = subject.events
      .filter(({ type }) => ['clockWarned', 'clockOverdue', 'escalated'].includes(type))
      .map((event) => [(event.detail as { clock: string }).clock, event.type, event.at]);
    expect(rungs).toEqual([
      // Five working days for the step, eight promised ones, twenty of the law, from 2 March.
      ['step', 'clockWarned', at('03-06 18:00')],
      ['step', 'clockOverdue', at('03-09 18:00')],
      ['promised', 'clockWarned', at('03-11 18:00')],
      ['step', 'escalated', at('03-11 18:00')],
      ['promised', 'clockOverdue', at('03-12 18:00')],
      ['promised', 'escalated', at('03-16 18:00')],
      ['statutory', 'clockWarned', at('03-27 18:00')],
      ['statutory', 'clockOverdue', at('03-30 18:00')],
      ['statutory', 'escalated', at('04-01 18:00')],
    ]);
    expect(subject.state.stage).toBe('handling');
    expect(subject.state.escalations.every(({ rung }) => rung === 'red')).toBe(true);
  });

  it('never grants, however long it takes', () => {
    const subject = caseAt('deciding').wait('2029-03-02T09:00:00.000+08:00');
    expect(subject.state).toMatchObject({ stage: 'deciding', result: null, decision: null });
    expect(nextDue(subject.state, CALENDAR)).toBeNull();
  });

  it('goes on for the delivery', () => {
    const subject = caseAt('issuing').wait(at('03-16 18:00'));
    expect(subject.view()).toMatchObject({ card: 'none', clocks: { delivery: { state: 'overdue' } } });
    expect(subject.types().slice(-2)).toEqual(['clockWarned', 'clockOverdue']);
  });

  it('leaves out a warning that lies before the clock’s start', () => {
    const subject = caseAt('deciding', { item: ITEMS.instant }).wait(at('03-02 18:00'));
    expect(subject.eventsOf('clockWarned').map(({ detail }) => detail.clock)).toEqual(['step']);
    expect(subject.eventsOf('clockOverdue').map(({ detail }) => detail.clock)).toEqual(['promised']);
    expect(subject.view().card).toBe('yellow');
  });

  it('does not climb while a clock is paused, nor after it has stopped', () => {
    const subject = caseAt('handling');
    const clocks = Object.entries(subject.state.clocks) as [ClockName, CaseClock][];
    const paused: CaseState = {
      ...subject.state,
      clocks: Object.fromEntries(
        clocks.map(([name, clock]) => [name, { ...clock, pauses: [{ from: '2026-03-03', to: null }] }]),
      ),
    };
    expect(nextDue(paused, CALENDAR)).toBeNull();
    expect(caseDueAt(paused, CALENDAR)).toBeNull();
    expect(nextDue(caseAt('closed').state, CALENDAR)).toBeNull();
    expect(caseDueAt(caseAt('closed').state, CALENDAR)).toBeNull();
  });
});

describe('what is due next', () => {
  it('is the nearest rung of all running clocks', () => {
    expect(nextDue(new TestCase().state, CALENDAR)).toEqual({
      at: at('03-06 18:00'),
      clock: 'acceptance',
      rung: 'warning',
    });
    expect(nextDue(caseAt('handling').state, CALENDAR)).toEqual({
      at: at('03-06 18:00'),
      clock: 'step',
      rung: 'warning',
    });
    expect(nextDue(caseAt('supplementing').state, CALENDAR)).toEqual({
      at: at('04-30 18:00'),
      clock: 'supplement',
      rung: 'warning',
    });
    expect(caseDueAt(caseAt('handling').state, CALENDAR)).toBe(at('03-09 18:00'));
  });
});

describe('the card', () => {
  it('is the worst of the statutory and the promised clock', () => {
    const subject = caseAt('handling');
    const cards = ['03-11 17:59', '03-11 18:00', '03-12 18:00', '03-16 18:00', '03-27 18:00'].map(
      (when) => subject.wait(at(when)).view().card,
    );
    expect(cards).toEqual(['none', 'warning', 'yellow', 'red', 'red']);
  });

  it('forgets a warning when the decision comes in time, and keeps a yellow one', () => {
    const warned = caseAt('deciding').wait(at('03-11 18:00'));
    expect(warned.view().card).toBe('warning');
    warned.act('market-chief', ACTS.grant);
    expect(warned.view()).toMatchObject({ card: 'none', clocks: { promised: { state: 'met' } } });
    const late = caseAt('deciding').wait(at('03-12 18:00'));
    late.act('market-chief', ACTS.grant);
    expect(late.view()).toMatchObject({
      card: 'yellow',
      clocks: { promised: { state: 'overdue' }, statutory: { state: 'met' } },
    });
  });

  it('is not raised by the step, the acceptance, the supplement or the delivery', () => {
    expect(caseAt('handling').wait(at('03-10 09:00')).view()).toMatchObject({
      card: 'none',
      clocks: { step: { state: 'overdue' } },
    });
    expect(caseAt('supplementing').wait(at('05-05 09:00')).view().card).toBe('none');
  });
});

describe('a paused clock', () => {
  const withPause = (clock: Partial<CaseClock>): CaseState => {
    const { state } = caseAt('handling');
    return { ...state, clocks: { ...state.clocks, promised: { ...state.clocks.promised!, ...clock } } };
  };

  it('has no due date, only an expected one by the planned days', () => {
    const state = withPause({ pauses: [{ from: '2026-03-03', to: null, plannedDays: 5 }] });
    const { promised } = caseView(state, APPLICANT, CALENDAR, null).clocks;
    expect(promised).toMatchObject({
      state: 'paused',
      dueOn: null,
      dueAt: null,
      expectedDueOn: '2026-03-19',
      pausedDays: 0,
    });
  });

  it('that nobody has planned has no expected date either', () => {
    const state = withPause({ pauses: [{ from: '2026-03-03', to: null }] });
    expect(expectedDue(state, state.clocks.promised!, CALENDAR)).toBeNull();
  });

  it('that runs again has moved by the days not counted', () => {
    const state = withPause({ pauses: [{ from: '2026-03-03', to: '2026-03-10', plannedDays: 3 }] });
    expect(caseView(state, APPLICANT, CALENDAR, null).clocks.promised).toMatchObject({
      state: 'running',
      pausedDays: 5,
      dueOn: '2026-03-19',
      expectedDueOn: '2026-03-19',
    });
  });
});

describe('the case as the contract shows it', () => {
  it('has every field', () => {
    const view = caseAt('handling').view();
    expect(view).toMatchObject({
      caseNo: '440781-market-20260302-0001',
      revision: 3,
      item: { code: 'test-permit', version: 1, name: '测试许可', department: 'market' },
      channel: 'window',
      applicant: { kind: 'person', name: '陈**', idNumber: '1101**********002X', phone: '138****8000' },
      receivedOn: '2026-03-02',
      acceptedOn: '2026-03-02',
      acceptanceBasis: 'notice',
      stage: 'handling',
      waitingOn: { duty: 'handle', department: 'market', staffId: null, since: at('03-02 09:01') },
      result: null,
      procedures: [],
      extension: null,
      green: null,
      joint: null,
      fee: null,
      card: 'none',
      escalations: [],
      people: { receiver: 'clerk-1', accepter: 'clerk-1', handler: null, reviewer: null, decider: null },
    });
    expect(Object.keys(view.clocks).sort()).toEqual(['acceptance', 'promised', 'statutory', 'step']);
    expect(view.clocks.promised).toEqual({
      state: 'running',
      startedOn: '2026-03-02',
      limit: { n: 8, unit: 'WD' },
      pausedDays: 0,
      dueOn: '2026-03-12',
      dueAt: at('03-12 18:00'),
      expectedDueOn: '2026-03-12',
      provisional: false,
      explanation: {
        zh: '起算 2026-03-02,8 个工作日,扣除 0,延长 0,届满 2026-03-12 18:00',
        en: 'from 2026-03-02, 8 working days, 0 not counted, extended by 0, ends 2026-03-12 18:00',
      },
    });
  });

  it.each([
    ['received', { duty: 'receive', department: null, staffId: null }],
    ['supplementing', { duty: 'applicant', department: null, staffId: null }],
    ['handling', { duty: 'handle', department: 'market', staffId: null }],
    ['reviewing', { duty: 'review', department: 'market', staffId: null }],
    ['deciding', { duty: 'decide', department: 'market', staffId: null }],
    ['issuing', { duty: 'receive', department: null, staffId: null }],
    ['delivering', { duty: 'receive', department: null, staffId: null }],
  ] as const)('at %s waits on %o', (stage, waitingOn) => {
    expect(caseAt(stage).view().waitingOn).toMatchObject(waitingOn);
  });

  it('says that a date is provisional', () => {
    const view = caseAt('handling', { at: at('12-15 09:00') }).view();
    expect(view.clocks.statutory).toMatchObject({ dueOn: '2027-01-13', provisional: true });
    expect(view.clocks.statutory?.explanation.zh).toContain('日历未公布');
    expect(view.clocks.promised?.provisional).toBe(false);
  });

  it('offers nothing to nobody', () => {
    const { state } = caseAt('handling');
    expect(caseView(state, APPLICANT, CALENDAR, null).allowedActions).toEqual([]);
  });
});
