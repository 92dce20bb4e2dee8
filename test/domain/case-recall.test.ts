import { describe, expect, it } from 'vitest';
import type { Act } from '../../domain/case/acts.ts';
import { ITEMS } from './support/items.ts';
import { ACTS, at, caseAt } from './support/test-case.ts';

const recall = (actionId: string): Act => ({ type: 'recall', actionId, reason: '有误' });

describe('recall', () => {
  it.each([
    ['handling', 'market-handler-1', ACTS.propose],
    ['reviewing', 'market-reviewer-1', ACTS.endorse],
    ['reviewing', 'market-reviewer-1', ACTS.returned],
    ['deciding', 'market-chief', ACTS.grant],
    ['deciding', 'market-chief', ACTS.returned],
    ['handling', 'market-chief', ACTS.assign],
    ['issuing', 'clerk-1', ACTS.issue],
  ] as const)('at %s %s takes back %o, and only once', (stage, who, act) => {
    const subject = caseAt(stage);
    const before = subject.state;
    const id = subject.act(who, act);
    subject.act(who, recall(id));
    const { clocks, assignees, people, decision, document, waitingSince, result } = before;
    expect(subject.state).toMatchObject({
      stage,
      clocks,
      assignees,
      people,
      decision,
      document,
      waitingSince,
      result,
    });
    expect(Object.keys(subject.state.clocks)).toEqual(Object.keys(clocks));
    expect(subject.eventsOf('recall')[0]).toMatchObject({
      actor: { duty: subject.events.find(({ action }) => action?.id === id)?.actor?.duty },
      detail: { actionId: id },
    });
    expect(subject.refusal(who, recall(id))).toBe('not-allowed-now');
    expect(subject.refusal(who, act)).toBeNull();
  });

  it('comes too late after the next act, and belongs to who did the act', () => {
    const subject = caseAt('handling');
    const id = subject.act('market-handler-1', ACTS.propose);
    expect(subject.refusal('market-handler-2', recall(id))).toBe('forbidden');
    expect(subject.refusal('market-chief', recall(id))).toBe('forbidden');
    expect(subject.refusal('market-handler-1', recall('another'))).toBe('not-allowed-now');
    const next = subject.act('market-reviewer-1', ACTS.endorse);
    expect(subject.refusal('market-handler-1', recall(id))).toBe('not-allowed-now');
    expect(subject.refusal('market-handler-1', recall(next))).toBe('forbidden');
    expect(subject.view('market-handler-1').allowedActions).not.toContain('recall');
    expect(subject.view('market-reviewer-1').allowedActions).toContain('recall');
  });

  it('is not spoilt by what decides nothing: a note, an urge, a refusal', () => {
    const subject = caseAt('handling');
    const id = subject.act('market-handler-1', ACTS.propose);
    subject.act('clerk-1', ACTS.note);
    subject.act('coordinator-1', ACTS.urge);
    expect(subject.refusal('market-handler-1', recall(id))).toBeNull();
  });

  it.each([
    ['handling', 'clerk-1'],
    ['supplementing', 'clerk-1'],
    ['closed', 'clerk-2'],
  ] as const)('is refused at %s: the last act is served', (stage, who) => {
    const subject = caseAt(stage);
    expect(subject.refusal(who, recall(subject.state.lastAct!.actionId))).toBe('not-allowed-now');
  });

  it('of a decision revokes its notices and counts on', () => {
    const subject = caseAt('deciding', { item: ITEMS.withFee });
    const id = subject.act('market-chief', ACTS.grant);
    subject.act('market-chief', recall(id), { at: at('03-03 10:00') });
    expect(subject.types().slice(-3)).toEqual(['recall', 'noticeRevoked', 'noticeRevoked']);
    expect(subject.eventsOf('noticeRevoked').map(({ detail }) => detail.noticeId)).toEqual([
      'decision-1',
      'payment-1',
    ]);
    expect(subject.state).toMatchObject({ stage: 'deciding', result: null, decision: null });
    expect(subject.state.clocks.delivery).toBeUndefined();
    expect(subject.state.opinions.map(({ act }) => act)).toEqual(['propose', 'endorse', 'decide']);
    const refused = subject.act('market-chief', ACTS.refuse);
    expect(subject.notices().at(-1)).toMatchObject({
      id: 'decision-2',
      number: '440781-market-20260302-0001-STL2',
    });
    subject.act('market-chief', recall(refused));
    // The payment notice of the first decision was revoked with it, once.
    expect(subject.eventsOf('noticeRevoked').map(({ detail }) => detail.noticeId)).toEqual([
      'decision-1',
      'payment-1',
      'decision-2',
    ]);
  });

  it('of a payment opens the fee again', () => {
    const subject = caseAt('issuing', { item: ITEMS.withFee });
    const id = subject.act('clerk-1', ACTS.pay);
    expect(subject.refusal('market-chief', recall('x'))).toBe('forbidden');
    subject.act('clerk-1', recall(id));
    expect(subject.view().fee?.paid).toBe(false);
    expect(subject.refusal('clerk-1', ACTS.issue)).toBe('not-allowed-now');
  });

  it('keeps what was raised meanwhile, and a limit that passed meanwhile falls due at once', () => {
    const subject = caseAt('deciding');
    const id = subject.act('market-chief', ACTS.grant, { at: at('03-11 12:00') });
    subject.wait(at('03-13 09:00'));
    expect(subject.view().card).toBe('none');
    subject.act('market-chief', recall(id), { at: at('03-13 10:00') });
    subject.wait(at('03-13 10:00'));
    expect(subject.view()).toMatchObject({
      card: 'yellow',
      clocks: { promised: { state: 'overdue' }, statutory: { state: 'running' } },
    });
    expect(subject.eventsOf('clockOverdue').find(({ detail }) => detail.clock === 'promised')).toMatchObject({
      at: at('03-13 10:00'),
      detail: { dueOn: '2026-03-12' },
    });
  });

  it('does not raise again what was raised meanwhile', () => {
    const subject = caseAt('reviewing');
    const id = subject.act('market-reviewer-1', ACTS.endorse, { at: at('03-11 12:00') });
    subject.wait(at('03-13 09:00'));
    subject.act('market-reviewer-1', recall(id), { at: at('03-13 10:00') });
    subject.wait(at('03-13 10:00'));
    const raised = [...subject.eventsOf('clockWarned'), ...subject.eventsOf('clockOverdue')];
    expect(raised.filter(({ detail }) => detail.clock === 'promised').map(({ type }) => type)).toEqual([
      'clockWarned',
      'clockOverdue',
    ]);
    expect(subject.view().card).toBe('yellow');
  });
});
