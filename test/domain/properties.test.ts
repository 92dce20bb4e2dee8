import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_TYPES, actKey } from '../../domain/case/acts.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { refusalOf } from '../../domain/case/inbox.ts';
import { guard } from '../../domain/case/rules.ts';
import { STAGES, waitingOn, type ActOutcome, type CaseState } from '../../domain/case/state.ts';
import { tick } from '../../domain/case/tick.ts';
import { allowedActions } from '../../domain/case/view.ts';
import { dateOf, instantOf, msOf } from '../../domain/time.ts';
import { ITEMS } from './support/items.ts';
import { actor, STAFF } from './support/people.ts';
import { actOf, anyAct, CAST, step, type Step } from './support/random-acts.ts';
import { ACTS, CALENDAR, COMPLETE, message, TestCase } from './support/test-case.ts';

const opening = fc.record({
  item: fc.constantFrom(...Object.values(ITEMS)),
  materials: fc.constantFrom(COMPLETE, COMPLETE, COMPLETE.slice(0, 1), []),
  by: fc.constantFrom('clerk-1', 'clerk-2', 'applicant-1'),
  channel: fc.constant('online' as const),
  // Over the seasons: before the spring festival, and into the year that is not published.
  at: fc.integer({ min: 0, max: 11 * 30 * 24 }).map((hours) => instantOf(msOf('2026-01-20T09:00:00.000+08:00') + hours * 3_600_000)),
});
const life = fc.record({ opening, steps: fc.array(step, { minLength: 1, maxLength: 45, size: 'max' }) });

const PERSON_OF = new Map(STAFF.map(({ staffId, personId }) => [staffId, personId]));
const HOUR = 3_600_000;

/** What every state must keep, whatever brought it about. */
function lawful(state: CaseState, now: string): void {
  const { stage, result, decision, clocks, sides, people, assignees } = state;
  expect(STAGES).toContain(stage);
  const afterAcceptance = ['handling', 'reviewing', 'deciding', 'issuing', 'delivering'].includes(stage);
  if (afterAcceptance || decision !== null) expect(state.acceptedOn).not.toBeNull();
  expect(state.acceptedOn === null).toBe(state.acceptanceBasis === null);
  expect(decision !== null).toBe(
    ['issuing', 'delivering'].includes(stage) || (stage === 'closed' && decision !== null),
  );
  if (stage !== 'closed') expect(result).toBe(decision === null ? null : decision.result === 'grant' ? 'granted' : 'refused');
  else expect(result).not.toBeNull();
  if (result === 'granted' || result === 'refused') expect(decision?.result).toBe(result === 'granted' ? 'grant' : 'refuse');
  if (decision?.result === 'refuse') expect(decision.reasons).toBeTruthy();
  if (stage === 'delivering' && result === 'granted' && state.item.fee !== null)
    expect(state.payment?.amount).toBe(state.item.fee.amount);

  // A closed case waits for nobody and counts nothing; an open one waits for somebody and counts.
  expect(state.closedAt !== null).toBe(stage === 'closed');
  expect(waitingOn(state) === null).toBe(stage === 'closed');
  const running = Object.entries(clocks).filter(([, clock]) => clock.stopped === null).map(([name]) => name).sort();
  const expected = {
    received: ['acceptance'],
    supplementing: ['supplement'],
    handling: ['promised', 'statutory', 'step'],
    reviewing: ['promised', 'statutory', 'step'],
    deciding: ['promised', 'statutory', 'step'],
    issuing: ['delivery'],
    delivering: ['delivery'],
    closed: [],
  }[stage];
  expect(running).toEqual(expected);

  // Nobody on two sides: the window's people, the three posts' and the applicant are different natural persons.
  const person = (staffId: string | null): string | undefined => (staffId === null ? undefined : PERSON_OF.get(staffId));
  const posts = [people.handler, people.reviewer, people.decider].map(person).filter((one) => one !== undefined);
  const window = [people.receiver, people.accepter].map(person);
  expect(new Set(posts).size).toBe(posts.length);
  for (const one of posts) {
    expect(window).not.toContain(one);
    expect(one).not.toBe(state.applicantAccount?.personId);
  }
  for (const [post, holder] of Object.entries(assignees))
    if (holder !== null) expect(sides[holder.personId] ?? post).toBe(post);

  expect(state.lastEventAt <= now).toBe(true);
}

/** What every history must keep. */
function lawfulHistory(events: readonly CaseEvent[], outcomes: ReadonlyMap<string, ActOutcome>): void {
  let decided = false;
  let noticed = false;
  let closed = false;
  const sideOf = new Map<string, string>();
  const applied = new Map<string, number>();
  const SIDES: Partial<Record<CaseEvent['type'], string>> = {
    accept: 'window', requestSupplement: 'window', decline: 'window', notRequired: 'window', correct: 'window',
    recordPayment: 'window', issue: 'window', deliver: 'window', propose: 'handle', endorse: 'review', decide: 'decide',
  };
  events.forEach((event, index) => {
    expect(event.seq).toBe(index + 1);
    if (index > 0) expect(event.at >= events[index - 1]!.at).toBe(true);
    if (event.action !== undefined) applied.set(event.action.key, (applied.get(event.action.key) ?? 0) + 1);
    switch (event.type) {
      case 'decide':
        expect(decided).toBe(false);
        decided = true;
        break;
      case 'recall':
        decided &&= events.findLast(({ action }) => action?.id === event.detail.actionId)?.type !== 'decide';
        break;
      case 'requestSupplement':
        expect(noticed).toBe(false);
        noticed = true;
        break;
      case 'consent':
        // Either it reopens a closed case, and another decision may come, or it voids an open one.
        if (closed) decided = false;
        closed = !closed;
        break;
      case 'decline': case 'notRequired': case 'withdraw': case 'notSupplemented': case 'deliver':
        expect(closed).toBe(false);
        closed = true;
        break;
      case 'reopen': case 'refused': case 'noticeIssued': case 'noticeRevoked':
        break;
      default:
        expect([event.type, closed]).toEqual([event.type, false]);
    }
    const side = SIDES[event.type];
    if (side !== undefined && event.actor !== null) {
      const { personId } = event.actor;
      expect([personId, sideOf.get(personId) ?? side]).toEqual([personId, side]);
      sideOf.set(personId, side);
    }
  });
  // Every act that was sent has left one event: none lost, none twice.
  for (const [key, times] of applied) expect([key, times]).toEqual([key, 1]);
  expect([...applied.keys()].sort()).toEqual([...outcomes.keys()].sort());
  for (const [key, { status }] of outcomes) {
    const event = events.find(({ action }) => action?.key === key)!;
    expect(event.type === 'refused').toBe(status === 'rejected');
  }
}

/** Lives a case step by step, and looks at it after each. */
function live(subject: TestCase, steps: readonly Step[]): Map<string, ActOutcome> {
  const outcomes = new Map<string, ActOutcome>();
  for (const one of steps) {
    const now = instantOf(msOf(subject.now) + one.hours * HOUR);
    const sent = actOf(subject, one);
    const stored =
      one.storedBefore === null ? sent : { ...sent, storedAt: instantOf(msOf(now) - one.storedBefore * HOUR) };
    const foretold = refusalOf(subject.file, stored, now, CALENDAR);
    const outcome = subject.send(stored, now);
    // The validator of the Update and the handler of the Signal are of one mind.
    expect(outcome.code).toBe(foretold?.code);
    outcomes.set(actKey(sent), outcome);
    lawful(subject.state, now);
    if (one.again === 'same') expect(subject.send(stored, now)).toEqual(outcome);
    if (one.again === 'other') {
      const other = subject.send({ ...stored, fingerprint: 'another body' }, now);
      expect(other.code).toBe('idempotency-mismatch');
      expect(subject.state.acts[actKey(sent)]).toEqual(outcome);
    }
    subject.wait(now);
    lawful(subject.state, now);
    expect(tick(subject.state, now, CALENDAR).events).toEqual([]);
  }
  return outcomes;
}

describe('any life of a case', () => {
  it('stays within the law, loses no act and applies none twice, and is all in its events', () => {
    fc.assert(
      fc.property(life, ({ opening: opened, steps }) => {
        const subject = new TestCase(opened);
        const outcomes = live(subject, steps);
        lawfulHistory(subject.events, outcomes);
        expect(subject.replayed()).toEqual(subject.state);
        expect(JSON.parse(JSON.stringify(subject.state))).toEqual(subject.state);
        expect(subject.state.revision).toBe(subject.events.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('never says in its events who the applicant is', () => {
    fc.assert(
      fc.property(life, ({ opening: opened, steps }) => {
        const subject = new TestCase(opened);
        live(subject, steps.slice(0, 15));
        const written = JSON.stringify([subject.events, subject.state]);
        for (const secret of ['陈小明', '11010519491231002X', '13800138000', '13800138001']) expect(written).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it('offers what it accepts, and refuses to everybody what it does not offer', () => {
    fc.assert(
      fc.property(life, fc.nat({ max: 999 }), ({ opening: opened, steps }, how) => {
        const subject = new TestCase(opened);
        live(subject, steps.slice(0, 20));
        const { state, now } = subject;
        for (const { staffId } of CAST) {
          const allowed = allowedActions(state, actor(staffId), now);
          for (let n = 0; n < ACT_TYPES.length; n += 1) {
            const act = anyAct(state, n, how);
            const refusal = refusalOf(subject.file, message(staffId, act), now, CALENDAR);
            const guarded = guard(state, act.type, actor(staffId), now);
            if (refusal === null) expect(allowed).toContain(act.type);
            if (!allowed.includes(act.type)) expect(refusal).not.toBeNull();
            expect(allowed.includes(act.type)).toBe(!('refused' in guarded));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is accepted by silence on the last day of the term, when nobody acts', () => {
    fc.assert(
      fc.property(opening, fc.integer({ min: 0, max: 3000 }), (opened, hours) => {
        const subject = new TestCase(opened);
        const { receivedOn } = subject.state;
        subject.wait(instantOf(msOf(subject.now) + hours * HOUR));
        const deadline = `${CALENDAR.addWorkingDays(receivedOn, 5)}T18:00:00.000+08:00`;
        expect(subject.state.acceptanceBasis).toBe(subject.now >= deadline ? 'deemed' : null);
        if (subject.now >= deadline) expect(subject.state.acceptedOn).toBe(receivedOn);
      }),
      { numRuns: 500 },
    );
  });

  it('is dated by the days on which its acts were done', () => {
    fc.assert(
      fc.property(opening, fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }), (opened, hours) => {
        const subject = new TestCase({ ...opened, by: 'clerk-1', materials: COMPLETE, item: ITEMS.plain });
        const way = [['clerk-1', ACTS.accept], ['market-handler-1', ACTS.propose], ['market-reviewer-1', ACTS.endorse], ['market-chief', ACTS.grant]] as const;
        way.forEach(([who, act], index) => subject.act(who, act, { at: instantOf(msOf(subject.now) + (hours[index] ?? 0) * HOUR) }));
        const [accept, decide] = [subject.eventsOf('accept')[0]!, subject.eventsOf('decide')[0]!];
        expect(subject.state.acceptedOn).toBe(dateOf(accept.at));
        expect(subject.state.decision?.on).toBe(dateOf(decide.at));
        expect(subject.state.clocks.statutory?.startedOn).toBe(dateOf(accept.at));
        expect(subject.state.clocks.delivery?.startedOn).toBe(dateOf(decide.at));
      }),
      { numRuns: 300 },
    );
  });
});
