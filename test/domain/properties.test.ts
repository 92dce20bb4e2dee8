import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { ACT_TYPES, actKey } from '../../domain/case/acts.ts';
import { refusalOf } from '../../domain/case/inbox.ts';
import { guard } from '../../domain/case/rules.ts';
import type { ActOutcome } from '../../domain/case/state.ts';
import { tick } from '../../domain/case/tick.ts';
import { allowedActions } from '../../domain/case/view.ts';
import { dateOf, instantOf, msOf } from '../../domain/time.ts';
import { ITEMS } from './support/items.ts';
import { lawful, lawfulHistory } from './support/law.ts';
import { actor } from './support/people.ts';
import { actOf, anyAct, CAST, step, type Step } from './support/random-acts.ts';
import { ACTS, CALENDAR, COMPLETE, message, TestCase } from './support/test-case.ts';

const opening = fc.record({
  item: fc.constantFrom(...Object.values(ITEMS)),
  materials: fc.constantFrom(COMPLETE, COMPLETE, COMPLETE.slice(0, 1), []),
  by: fc.constantFrom('clerk-1', 'clerk-2', 'applicant-1'),
  channel: fc.constant('online' as const),
  // Over the seasons: before the spring festival, and into the year that is not published.
  at: fc
    .integer({ min: 0, max: 11 * 30 * 24 })
    .map((hours) => instantOf(msOf('2026-01-20T09:00:00.000+08:00') + hours * 3_600_000)),
});
const life = fc.record({ opening, steps: fc.array(step, { minLength: 1, maxLength: 45, size: 'max' }) });

const HOUR = 3_600_000;

/** Lives a case step by step, and looks at it after each. */
function live(subject: TestCase, steps: readonly Step[]): Map<string, ActOutcome> {
  const outcomes = new Map<string, ActOutcome>();
  for (const one of steps) {
    const now = instantOf(msOf(subject.now) + one.hours * HOUR);
    const sent = actOf(subject, one);
    const stored =
      one.storedBefore === null
        ? sent
        : { ...sent, storedAt: instantOf(msOf(now) - one.storedBefore * HOUR) };
    const foretold = refusalOf(subject.file, stored, now, CALENDAR);
    const outcome = subject.send(stored, now);
    // The validator of the Update and the handler of the Signal are of one mind.
    assert.equal(outcome.code, foretold?.code);
    outcomes.set(actKey(sent), outcome);
    lawful(subject.state, now);
    if (one.again === 'same') assert.deepEqual(subject.send(stored, now), outcome);
    if (one.again === 'other') {
      const other = subject.send({ ...stored, fingerprint: 'another body' }, now);
      assert.equal(other.code, 'idempotency-mismatch');
      assert.deepEqual(subject.state.acts[actKey(sent)], outcome);
    }
    subject.wait(now);
    lawful(subject.state, now);
    assert.deepEqual(tick(subject.state, now, CALENDAR).events, []);
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
      { numRuns: 2000 },
    );
  });

  it('never says in its events who the applicant is', () => {
    fc.assert(
      fc.property(life, ({ opening: opened, steps }) => {
        const subject = new TestCase(opened);
        live(subject, steps.slice(0, 15));
        const written = JSON.stringify([subject.events, subject.state]);
        for (const secret of ['陈小明', '11010519491231002X', '13800138000', '13800138001'])
          expect(written).not.toContain(secret);
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
            const offered = allowed.includes(act.type);
            assert.ok(offered || refusal !== null, `${act.type} by ${staffId} is accepted and not offered`);
            assert.equal(offered, !('refused' in guarded));
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
      fc.property(
        opening,
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }),
        (opened, hours) => {
          const subject = new TestCase({ ...opened, by: 'clerk-1', materials: COMPLETE, item: ITEMS.plain });
          const way = [
            ['clerk-1', ACTS.accept],
            ['market-handler-1', ACTS.propose],
            ['market-reviewer-1', ACTS.endorse],
            ['market-chief', ACTS.grant],
          ] as const;
          way.forEach(([who, act], index) =>
            subject.act(who, act, { at: instantOf(msOf(subject.now) + (hours[index] ?? 0) * HOUR) }),
          );
          const [accept, decide] = [subject.eventsOf('accept')[0]!, subject.eventsOf('decide')[0]!];
          expect(subject.state.acceptedOn).toBe(dateOf(accept.at));
          expect(subject.state.decision?.on).toBe(dateOf(decide.at));
          expect(subject.state.clocks.statutory?.startedOn).toBe(dateOf(accept.at));
          expect(subject.state.clocks.delivery?.startedOn).toBe(dateOf(decide.at));
        },
      ),
      { numRuns: 300 },
    );
  });
});
