import { describe, expect, it } from 'vitest';
import type { Act } from '../../domain/case/acts.ts';
import { ITEMS } from './support/items.ts';
import { actorOf, staff } from './support/people.ts';
import { ACTS, at, caseAt, TestCase } from './support/test-case.ts';

const recall = (actionId: string): Act => ({ type: 'recall', actionId, reason: '有误' });
const consent = (actionId: string): Act => ({ type: 'consent', actionId });

describe('the decision (A10)', () => {
  it('is written, ends the limits and starts the delivery', () => {
    const subject = caseAt('issuing');
    expect(subject.state).toMatchObject({
      result: 'granted',
      decision: { result: 'grant', on: '2026-03-02', reasons: null },
      people: { decider: 'market-chief' },
    });
    expect(subject.view().clocks).toMatchObject({
      statutory: { state: 'met' },
      promised: { state: 'met' },
      step: { state: 'met' },
      delivery: { state: 'running', limit: { n: 10, unit: 'WD' }, dueOn: '2026-03-16' },
    });
    expect(subject.notices().at(-1)).toMatchObject({
      kind: 'decision',
      number: '440781-market-20260302-0001-STL1',
      facts: { result: 'grant' },
    });
  });

  it('refuses only with reasons (L38)', () => {
    const subject = caseAt('deciding');
    for (const reasons of [undefined, '', ' \n '])
      expect(
        subject.refusal('market-chief', {
          type: 'decide',
          result: 'refuse',
          opinion: '不予',
          ...(reasons === undefined ? {} : { reasons }),
        }),
      ).toBe('invalid');
    expect(subject.wrongPaths('market-chief', { type: 'decide', result: 'refuse', opinion: '不予' })).toEqual(
      ['reasons'],
    );
    subject.act('market-chief', ACTS.refuse);
    expect(subject.state).toMatchObject({ stage: 'issuing', result: 'refused' });
    expect(subject.notices().at(-1)).toMatchObject({
      kind: 'decision',
      facts: { result: 'refuse', reasons: '不符合第五条' },
    });
    subject.act('clerk-1', ACTS.issue);
    subject.act('clerk-1', ACTS.deliver);
    expect(subject.state).toMatchObject({ stage: 'closed', result: 'refused' });
  });
});

describe('the fee before the issue (I1)', () => {
  it('is asked for in writing at the grant, and a case with an open fee is not issued', () => {
    const subject = caseAt('deciding', { item: ITEMS.withFee });
    subject.act('market-chief', ACTS.grant);
    expect(subject.notices().at(-1)).toMatchObject({
      id: 'payment-1',
      facts: { amount: 120.5, basis: '粤价〔2000〕1号' },
    });
    expect(subject.view().fee).toEqual({ amount: 120.5, paid: false });
    expect(subject.refusal('clerk-1', ACTS.issue)).toBe('not-allowed-now');
    expect(subject.view().allowedActions).not.toContain('issue');
    subject.act('clerk-1', ACTS.pay);
    expect(subject.view().fee).toEqual({ amount: 120.5, paid: true });
    expect(subject.refusal('clerk-1', ACTS.pay)).toBe('not-allowed-now');
    subject.act('clerk-1', ACTS.issue);
  });

  it('is the published one, not more and not less', () => {
    const subject = caseAt('issuing', { item: ITEMS.withFee });
    for (const amount of [120, 120.51, 0, -120.5]) {
      expect(subject.refusal('clerk-1', { ...ACTS.pay, amount })).toBe('invalid');
      expect(subject.wrongPaths('clerk-1', { ...ACTS.pay, amount })).toEqual(['amount']);
    }
  });

  it('is not asked for a refusal, nor where none is published', () => {
    const refused = caseAt('deciding', { item: ITEMS.withFee });
    refused.act('market-chief', ACTS.refuse);
    expect(refused.notices().map(({ kind }) => kind)).toEqual(['acceptance', 'decision']);
    expect(refused.refusal('clerk-1', ACTS.pay)).toBe('not-allowed-now');
    expect(refused.refusal('clerk-1', ACTS.issue)).toBeNull();
    expect(caseAt('issuing').refusal('clerk-1', ACTS.pay)).toBe('not-allowed-now');
    expect(caseAt('issuing').view().fee).toBeNull();
  });
});

describe('issue and delivery (A11)', () => {
  it('gives the document a number and the case its end', () => {
    const subject = caseAt('closed');
    expect(subject.view()).toMatchObject({
      stage: 'closed',
      result: 'granted',
      documentNo: '440781-market-20260302-0001-ZS',
      waitingOn: null,
      clocks: { delivery: { state: 'met' } },
    });
    expect(subject.state.closedAt).toBe(subject.now);
    const own = caseAt('issuing');
    own.act('clerk-1', { type: 'issue', documentNo: '粤食证1号' });
    expect(own.view().documentNo).toBe('粤食证1号');
  });

  it('by courier has a tracking number', () => {
    const subject = caseAt('delivering');
    const courier = { type: 'deliver', method: 'courier', receivedBy: '陈小明' } as const;
    expect(subject.wrongPaths('clerk-1', courier)).toEqual(['trackingNo']);
    expect(subject.refusal('clerk-1', { ...courier, trackingNo: ' ' })).toBe('invalid');
    subject.act('clerk-1', { ...courier, trackingNo: 'SF1' });
    expect(subject.eventsOf('deliver')[0]?.detail).toEqual({
      method: 'courier',
      receivedBy: '陈**',
      trackingNo: 'SF1',
    });
  });
});

describe('voiding (A13)', () => {
  it('takes two persons: a coordinator and another one, or the department’s chief', () => {
    const subject = caseAt('handling');
    const id = subject.act('coordinator-1', ACTS.void);
    expect(subject.state.stage).toBe('handling');
    expect(subject.view().proposal).toEqual({
      actionId: id,
      type: 'void',
      by: 'coordinator-1',
      reason: '误收',
    });
    expect(subject.refusal('coordinator-1', consent(id))).toBe('duty-separation');
    const twin = actorOf({ ...staff('coordinator-2'), personId: 'coordinator-1' });
    expect(subject.refusal(twin, consent(id))).toBe('duty-separation');
    expect(subject.refusal('coordinator-2', ACTS.void)).toBe('not-allowed-now');
    expect(subject.refusal('coordinator-2', consent('another'))).toBe('invalid');
    expect(subject.refusal('supervisor-1', consent(id))).toBe('forbidden');
    expect(subject.refusal('market-chief', consent(id))).toBeNull();
    subject.act('coordinator-2', consent(id));
    expect(subject.view()).toMatchObject({
      stage: 'closed',
      result: 'voided',
      proposal: null,
      waitingOn: null,
    });
    expect(Object.values(subject.state.clocks).every((clock) => clock?.stopped != null)).toBe(true);
  });

  it('is dropped by who proposed it, before the next act', () => {
    const subject = caseAt('handling');
    const before = subject.state;
    const id = subject.act('coordinator-1', ACTS.void);
    expect(subject.refusal('coordinator-2', recall(id))).toBe('forbidden');
    subject.act('coordinator-1', recall(id));
    expect(subject.state).toMatchObject({ stage: 'handling', proposal: null, clocks: before.clocks });
    expect(subject.refusal('coordinator-2', consent(id))).toBe('not-allowed-now');
    expect(subject.refusal('coordinator-2', ACTS.void)).toBeNull();
  });

  it('stops nothing before the consent, and is moot when the case is closed otherwise', () => {
    const subject = caseAt('delivering');
    const id = subject.act('coordinator-1', ACTS.void);
    subject.act('clerk-2', ACTS.deliver);
    expect(subject.state).toMatchObject({ stage: 'closed', result: 'granted', proposal: null });
    expect(subject.refusal('coordinator-2', consent(id))).toBe('not-allowed-now');
  });
});

describe('reopening (A13)', () => {
  const reopen = (subject: TestCase, when = '04-01 10:00'): TestCase => {
    const id = subject.act('coordinator-1', ACTS.reopen, { at: at(when) });
    expect(subject.state.stage).toBe('closed');
    expect(subject.refusal('coordinator-1', consent(id))).toBe('duty-separation');
    subject.act('market-chief', consent(id));
    return subject;
  };

  it('goes through the procedure again from acceptance on, and keeps the past and the separation', () => {
    const subject = reopen(caseAt('closed', { item: ITEMS.withFee }));
    expect(subject.state).toMatchObject({
      stage: 'handling',
      result: null,
      closedAt: null,
      decision: null,
      document: null,
      acceptedOn: '2026-03-02',
      clocks: { statutory: { startedOn: '2026-04-01' }, promised: { startedOn: '2026-04-01' } },
    });
    expect(subject.refusal('market-double', ACTS.propose)).toBe('duty-separation');
    subject.act('market-handler-1', ACTS.propose);
    subject.act('market-reviewer-1', ACTS.endorse);
    const decided = subject.act('market-chief', ACTS.grant);
    // What was paid stays paid: no second payment notice, and recalling does not revoke the first.
    expect(subject.notices().map(({ id }) => id)).toEqual([
      'acceptance-1',
      'decision-1',
      'payment-1',
      'decision-2',
    ]);
    expect(subject.refusal('clerk-1', ACTS.issue)).toBeNull();
    subject.act('market-chief', recall(decided));
    expect(subject.eventsOf('noticeRevoked').map(({ detail }) => detail.noticeId)).toEqual(['decision-2']);
  });

  it('of a case that never was accepted goes back to receipt, and is accepted from then', () => {
    const declined = new TestCase();
    declined.act('clerk-1', ACTS.decline);
    reopen(declined);
    expect(declined.state).toMatchObject({
      stage: 'received',
      clocks: { acceptance: { startedOn: '2026-04-01' } },
    });
    declined.wait(at('04-09 18:00'));
    // Silence after a reopening counts from the reopening, not from the receipt of a case closed long ago.
    expect(declined.state).toMatchObject({
      stage: 'handling',
      acceptanceBasis: 'deemed',
      acceptedOn: '2026-04-01',
    });
    expect(declined.state.clocks.statutory?.startedAt).toBe(at('04-01 10:01'));
  });

  it('of a case that was not supplemented waits for the rest', () => {
    const subject = reopen(caseAt('supplementing').wait(at('05-06 18:00')), '05-11 09:00');
    expect(subject.state.stage).toBe('received');
    expect(subject.refusal('clerk-1', ACTS.missing)).toBe('already-notified');
    expect(subject.refusal('clerk-1', ACTS.accept)).toBe('materials-incomplete');
    subject.act('clerk-1', ACTS.supplement);
    subject.act('clerk-1', ACTS.accept);
    expect(subject.state.acceptedOn).toBe('2026-05-11');
  });

  it('is not there while the case is open', () => {
    expect(caseAt('delivering').refusal('coordinator-1', ACTS.reopen)).toBe('not-allowed-now');
  });
});

describe('urging (A6)', () => {
  it('is free for the hall and once a day for the applicant', () => {
    const subject = caseAt('handling', { by: 'applicant-1', channel: 'online' });
    expect(subject.refusal('applicant-2', ACTS.urge)).toBe('forbidden');
    const id = subject.act('applicant-1', ACTS.urge);
    expect(subject.state.urges).toEqual([{ id, by: 'applicant-1', on: '2026-03-02', replyBy: null }]);
    expect(subject.refusal('applicant-1', ACTS.urge)).toBe('not-allowed-now');
    expect(subject.view('applicant-1').allowedActions).toEqual(['withdraw']);
    for (const who of ['clerk-1', 'coordinator-1', 'supervisor-1', 'clerk-1']) subject.act(who, ACTS.urge);
    expect(subject.refusal('applicant-1', ACTS.urge, { at: at('03-03 00:00') })).toBeNull();
  });

  it('asks for an answer from today on', () => {
    const subject = caseAt('handling');
    expect(subject.refusal('clerk-1', { ...ACTS.urge, replyBy: '2026-03-01' })).toBe('invalid');
    expect(subject.refusal('clerk-1', { ...ACTS.urge, replyBy: '2026-03-02' })).toBeNull();
  });

  it('and noting move nothing', () => {
    const subject = caseAt('handling');
    const { stage, clocks, lastAct, sides, assignees } = subject.state;
    subject.act('coordinator-1', ACTS.urge);
    subject.act('market-handler-2', ACTS.note);
    expect(subject.state).toMatchObject({ stage, clocks, lastAct, sides, assignees, opinions: [] });
  });
});
