import { describe, expect, it } from 'vitest';
import type { Act, Post } from '../../domain/case/acts.ts';
import { eligibility } from '../../domain/case/duties.ts';
import { ITEMS } from './support/items.ts';
import { actor, actorOf, staff } from './support/people.ts';
import { ACTS, at, caseAt, TestCase } from './support/test-case.ts';

const assign = (duty: Post, staffId: string): Act => ({ type: 'assign', duty, staffId });

/** All duties of the department under one natural person: what a small office would like to have. */
const allRounder = (department = 'market') =>
  actorOf({ ...staff('market-handler-1'), duties: ['handle', 'review', 'decide', 'chief'], department });

describe('separation by natural person (A8)', () => {
  it('whoever received never handles, reviews or decides, under whatever account', () => {
    for (const [stage, act] of [
      ['handling', ACTS.propose],
      ['reviewing', ACTS.endorse],
      ['reviewing', ACTS.returned],
      ['deciding', ACTS.grant],
      ['deciding', ACTS.returned],
    ] as const) {
      expect([act.type, caseAt(stage).refusal('market-double', act)]).toEqual([act.type, 'duty-separation']);
    }
  });

  it('bars who accepted although another one received', () => {
    const subject = new TestCase({ by: 'clerk-2' });
    subject.act('clerk-1', ACTS.accept);
    expect(subject.refusal('market-double', ACTS.propose)).toBe('duty-separation');
  });

  it('lets the second account act where its person took no part, and then bars the first', () => {
    const subject = new TestCase({ by: 'clerk-2' });
    subject.act('clerk-2', ACTS.accept);
    subject.act('market-double', ACTS.propose);
    expect(subject.refusal('market-double', ACTS.endorse)).toBe('duty-separation');
    expect(subject.refusal('clerk-1', ACTS.withdraw)).toBe('duty-separation');
    subject.act('market-reviewer-1', ACTS.endorse);
    expect(subject.refusal('market-double', ACTS.grant)).toBe('duty-separation');
    subject.act('market-chief', ACTS.grant);
    expect(subject.refusal('clerk-1', ACTS.issue)).toBe('duty-separation');
    expect(subject.refusal('clerk-2', ACTS.issue)).toBeNull();
  });

  it('handler, reviewer and decider differ, whatever duties one has', () => {
    const subject = caseAt('handling');
    subject.act(allRounder(), ACTS.propose);
    expect(subject.refusal(allRounder(), ACTS.endorse)).toBe('duty-separation');
    expect(subject.refusal(allRounder(), ACTS.returned)).toBe('duty-separation');
    subject.act('market-reviewer-1', ACTS.endorse);
    expect(subject.refusal(allRounder(), ACTS.grant)).toBe('duty-separation');
    const reviewer = actorOf({ ...staff('market-reviewer-1'), duties: ['review', 'decide'] });
    expect(subject.refusal(reviewer, ACTS.grant)).toBe('duty-separation');
  });

  it('bars the applicant’s person from every post of the case', () => {
    const twin = actorOf({ ...staff('market-handler-1'), personId: 'applicant-1' });
    const subject = caseAt('handling', { by: 'applicant-1', channel: 'online' });
    expect(subject.refusal(twin, ACTS.propose)).toBe('duty-separation');
    const clerk = actorOf({ ...staff('clerk-2'), personId: 'applicant-1' });
    expect(new TestCase({ by: 'applicant-1', channel: 'online' }).refusal(clerk, ACTS.accept)).toBe(
      'duty-separation',
    );
  });

  it('is not forgotten when a case is returned and taken again', () => {
    const subject = caseAt('deciding');
    subject.act('market-chief', ACTS.returned);
    expect(subject.state.stage).toBe('handling');
    const chief = actorOf({ ...staff('market-chief'), duties: ['handle', 'review', 'decide'] });
    expect(subject.refusal(chief, ACTS.propose)).toBe('duty-separation');
    expect(subject.refusal('market-handler-2', ACTS.propose)).toBe('forbidden');
    subject.act('market-handler-1', ACTS.propose);
    expect(subject.refusal('market-reviewer-2', ACTS.endorse)).toBe('forbidden');
    subject.act('market-reviewer-1', ACTS.endorse);
    expect(subject.refusal('market-head', ACTS.grant)).toBe('forbidden');
    subject.act('market-chief', ACTS.grant);
    expect(subject.state.people).toMatchObject({
      handler: 'market-handler-1',
      reviewer: 'market-reviewer-1',
      decider: 'market-chief',
    });
  });

  it('is not forgotten when an act is recalled', () => {
    const subject = caseAt('handling');
    const id = subject.act(allRounder(), ACTS.propose);
    subject.act(allRounder(), { type: 'recall', actionId: id, reason: '误' });
    subject.act('market-handler-2', ACTS.propose);
    expect(subject.refusal(allRounder(), ACTS.endorse)).toBe('duty-separation');
  });

  it('counts who is assigned, before the first act', () => {
    const subject = new TestCase({ by: 'clerk-2' });
    subject.act('clerk-2', ACTS.accept);
    subject.act('market-chief', assign('handle', 'market-double'));
    expect(subject.refusal('clerk-1', ACTS.withdraw)).toBe('duty-separation');
    expect(subject.refusal('market-chief', assign('review', 'market-double'))).toBe('duty-separation');
  });
});

describe('department borders', () => {
  it.each([
    ['health-handler-1', ACTS.propose, 'handling'],
    ['health-reviewer-1', ACTS.endorse, 'reviewing'],
    ['health-reviewer-1', ACTS.returned, 'reviewing'],
    ['health-chief', ACTS.grant, 'deciding'],
    ['health-head', ACTS.grant, 'deciding'],
    ['health-chief', ACTS.assign, 'handling'],
    ['health-handler-1', ACTS.note, 'handling'],
  ] as const)('%s may not %o', (who, act, stage) => {
    expect(caseAt(stage).refusal(who, act)).toBe('forbidden');
  });

  it('keep another department’s chief from consenting', () => {
    const subject = caseAt('handling');
    const id = subject.act('coordinator-1', ACTS.void);
    expect(subject.refusal('health-chief', { type: 'consent', actionId: id })).toBe('forbidden');
  });
});

describe('authority to decide (A9)', () => {
  it('is the head’s alone where it is reserved to the head', () => {
    const subject = caseAt('deciding', { item: ITEMS.reserved });
    expect(subject.view().waitingOn).toMatchObject({ duty: 'head', department: 'market', staffId: null });
    expect(subject.refusal('market-chief', ACTS.grant)).toBe('forbidden');
    expect(subject.refusal('market-chief', ACTS.returned)).toBe('forbidden');
    expect(subject.refusal('market-chief', assign('decide', 'market-chief'))).toBe('invalid');
    expect(subject.refusal('market-chief', assign('decide', 'market-head'))).toBeNull();
    subject.act('market-head', ACTS.grant);
    expect(subject.state.people.decider).toBe('market-head');
  });

  it('of a chief ends with the recorded scope', () => {
    const scoped = (authorisedItems: string[]) => actorOf({ ...staff('market-chief'), authorisedItems });
    const subject = caseAt('deciding');
    expect(subject.refusal(scoped([]), ACTS.grant)).toBe('forbidden');
    expect(subject.refusal(scoped(['food-business']), ACTS.grant)).toBe('forbidden');
    expect(subject.refusal(scoped(['test-permit']), ACTS.grant)).toBeNull();
    expect(subject.refusal(scoped([]), assign('handle', 'market-handler-2'))).toBeNull();
  });

  it('of the head has no such end', () => {
    expect(
      caseAt('deciding').refusal(actorOf({ ...staff('market-head'), authorisedItems: [] }), ACTS.grant),
    ).toBeNull();
  });
});

describe('instant items (A7)', () => {
  it('are accepted and decided the same day in two acts by two persons', () => {
    const subject = caseAt('deciding', { item: ITEMS.instant });
    expect(subject.types()).toEqual(['received', 'accept', 'noticeIssued']);
    expect(subject.refusal('market-double', ACTS.grant)).toBe('duty-separation');
    subject.act('market-chief', ACTS.grant);
    expect(subject.view()).toMatchObject({
      stage: 'issuing',
      card: 'none',
      clocks: { promised: { state: 'met', dueOn: '2026-03-02' } },
    });
  });

  it('that cannot be decided on the spot go to handling, and were never reviewed', () => {
    const subject = caseAt('deciding', { item: ITEMS.instant });
    expect(subject.refusal('market-chief', { type: 'return', to: 'reviewing', reason: '请审核' })).toBe(
      'invalid',
    );
    subject.act('market-chief', ACTS.returned);
    subject.act('market-handler-1', ACTS.propose);
    subject.act('market-reviewer-1', ACTS.endorse);
    expect(subject.refusal('market-chief', { type: 'return', to: 'reviewing', reason: '请审核' })).toBeNull();
  });
});

describe('returning', () => {
  it('goes back one step or more, never on, and starts the step’s clock anew', () => {
    const subject = caseAt('reviewing');
    expect(subject.refusal('market-reviewer-1', { type: 'return', to: 'reviewing', reason: 'x' })).toBe(
      'invalid',
    );
    subject.act('market-reviewer-1', ACTS.returned, { at: at('03-04 10:00') });
    expect(subject.state).toMatchObject({ stage: 'handling', waitingSince: at('03-04 10:00') });
    expect(subject.view()).toMatchObject({
      waitingOn: { duty: 'handle', staffId: 'market-handler-1' },
      clocks: {
        step: { startedOn: '2026-03-04', dueOn: '2026-03-11' },
        statutory: { startedOn: '2026-03-02' },
      },
    });
    const deciding = caseAt('deciding');
    deciding.act('market-chief', { type: 'return', to: 'reviewing', reason: '请补充审核意见' });
    expect(deciding.state).toMatchObject({
      stage: 'reviewing',
      assignees: { decide: { staffId: 'market-chief' } },
    });
    expect(deciding.state.opinions.map(({ act }) => act)).toEqual(['propose', 'endorse', 'return']);
  });
});

describe('handing on (转办)', () => {
  it('without it the first one who acts takes the case', () => {
    const subject = caseAt('reviewing');
    subject.act('market-reviewer-1', ACTS.returned);
    expect(subject.refusal('market-handler-2', ACTS.propose)).toBe('forbidden');
    subject.act('market-chief', assign('handle', 'market-handler-2'));
    expect(subject.refusal('market-handler-1', ACTS.propose)).toBe('forbidden');
    subject.act('market-handler-2', ACTS.propose);
    expect(subject.state.people.handler).toBe('market-handler-2');
  });

  it('one may hand on one’s own, and nothing else', () => {
    const subject = caseAt('handling');
    expect(subject.refusal('market-handler-1', assign('handle', 'market-handler-2'))).toBe('forbidden');
    subject.act('market-reviewer-1', assign('handle', 'market-handler-1'));
    expect(subject.refusal('market-handler-1', assign('review', 'market-reviewer-2'))).toBe('forbidden');
    expect(subject.refusal('market-handler-2', assign('handle', 'market-handler-2'))).toBe('forbidden');
    subject.act('market-handler-1', assign('handle', 'market-handler-2'));
    expect(subject.view().waitingOn?.staffId).toBe('market-handler-2');
    expect(subject.refusal('market-handler-1', ACTS.propose)).toBe('forbidden');
  });

  it('the chief and the reviewer hand on any post, also when they have one themselves', () => {
    const subject = caseAt('deciding');
    subject.act('market-chief', ACTS.returned);
    subject.act('market-chief', assign('handle', 'market-handler-2'));
    expect(subject.eventsOf('assign')[0]?.actor?.duty).toBe('chief');
    subject.act('market-handler-2', ACTS.propose);
    subject.act('market-reviewer-1', assign('decide', 'market-head'));
    expect(subject.state.assignees.decide?.staffId).toBe('market-head');
  });

  it.each([
    ['who is unknown', assign('handle', 'market-handler-9'), 'invalid'],
    ['without the duty', assign('handle', 'market-reviewer-2'), 'invalid'],
    ['of another department', assign('handle', 'health-handler-1'), 'invalid'],
    ['who received the case', assign('handle', 'market-double'), 'duty-separation'],
    ['without authority', assign('decide', 'market-reviewer-1'), 'invalid'],
  ])('not to one %s', (_, act, code) => {
    const subject = caseAt('handling');
    expect(subject.refusal('market-chief', act)).toBe(code);
    if (code === 'invalid') expect(subject.wrongPaths('market-chief', act)).toEqual(['staffId']);
  });

  it('not to one who left or is suspended, nor to one whom the register did not name', () => {
    const subject = caseAt('handling');
    const { state } = subject;
    for (const status of ['left', 'suspended'] as const) {
      expect(eligibility(state, { ...staff('market-handler-2'), status }, 'handle')?.code).toBe('invalid');
      expect(
        subject.refusal('market-chief', ACTS.assign, { target: { ...staff('market-handler-2'), status } }),
      ).toBe('invalid');
    }
    expect(subject.refusal('market-chief', ACTS.assign, { target: staff('market-handler-1') })).toBe(
      'invalid',
    );
    expect(eligibility(state, staff('market-handler-2'), 'handle')).toBeNull();
  });

  it('not to one on another side of the case', () => {
    const subject = caseAt('reviewing');
    const target = { ...staff('market-reviewer-2'), personId: 'market-handler-1' };
    expect(subject.refusal('market-chief', assign('review', 'market-reviewer-2'), { target })).toBe(
      'duty-separation',
    );
  });
});

describe('duties are those that came with the act', () => {
  it('so that a withdrawn duty ends at once', () => {
    const subject = caseAt('handling');
    expect(subject.refusal({ ...actor('market-handler-1'), duties: [] }, ACTS.propose)).toBe('forbidden');
    expect(subject.refusal({ ...actor('market-handler-1'), department: null }, ACTS.propose)).toBe(
      'forbidden',
    );
  });
});
