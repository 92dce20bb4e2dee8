import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { compileCalendar } from '../../domain/calendar.ts';
import { dueDate, remainingDays, type ClockFacts, type Limit, type Pause } from '../../domain/clocks.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import { date, NaiveCalendar } from './support/naive-calendar.ts';

const calendar = compileCalendar(EMBEDDED_CALENDAR);
const naive = new NaiveCalendar(EMBEDDED_CALENDAR);

const workingDays = (n: number): Limit => ({ n, unit: 'WD' });
const due = (startedOn: LocalDate, limit: Limit, pauses: Pause[] = []) =>
  dueDate({ startedOn, limit, pauses }, calendar);

/** Any clock with a ledger of pauses, some of them with the hour at which they began. */
const limit: fc.Arbitrary<Limit> = fc.oneof(
  fc.record({ n: fc.integer({ min: 0, max: 45 }), unit: fc.constant('WD' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 60 }), unit: fc.constant('ND' as const) }),
  fc.record({ n: fc.integer({ min: 1, max: 6 }), unit: fc.constant('MONTH' as const) }),
);
const pauseAfter = (startedOn: LocalDate): fc.Arbitrary<Pause> =>
  fc
    .record({
      after: fc.integer({ min: -10, max: 90 }),
      days: fc.integer({ min: 0, max: 30 }),
      hour: fc.option(fc.constantFrom('09:00', '17:59', '18:00', '23:00'), { nil: undefined }),
      open: fc.boolean(),
    })
    .map(({ after, days, hour, open }) => {
      const from = addDays(startedOn, after);
      return {
        from,
        to: open && days > 28 ? null : addDays(from, days),
        ...(hour === undefined ? {} : { at: `${from}T${hour}:00.000+08:00` }),
      };
    });
const ledger: fc.Arbitrary<ClockFacts & { pauses: Pause[] }> = date('2025-01-01', '2027-10-31').chain(
  (startedOn) =>
    fc.record(
      {
        startedOn: fc.constant(startedOn),
        limit,
        pauses: fc.array(pauseAfter(startedOn), { maxLength: 6 }),
        extension: fc.record({ days: fc.integer({ min: 0, max: 15 }) }),
      },
      { requiredKeys: ['startedOn', 'limit', 'pauses'] },
    ),
);

describe('any clock', () => {
  it('is due when a calculator that walks day by day says so', () => {
    fc.assert(
      fc.property(ledger, (facts) => {
        expect(dueDate(facts, calendar).dueOn).toBe(naive.dueOn(facts));
      }),
      { numRuns: 5000 },
    );
  });

  it('is never brought forward by a pause', () => {
    fc.assert(
      fc.property(
        ledger.chain((facts) =>
          fc.tuple(fc.constant(facts), pauseAfter(facts.startedOn), fc.nat({ max: 6 })),
        ),
        ([facts, more, at]) => {
          const before = dueDate(facts, calendar);
          const after = dueDate({ ...facts, pauses: facts.pauses.toSpliced(at, 0, more) }, calendar);
          expect(after.dueOn >= before.dueOn).toBe(true);
          expect(after.pausedDays).toBeGreaterThanOrEqual(before.pausedDays);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('does not care for the order of its pauses, nor for one told twice', () => {
    fc.assert(
      fc.property(
        ledger.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray(facts.pauses, {
              minLength: facts.pauses.length,
              maxLength: facts.pauses.length,
            }),
          ),
        ),
        ([facts, shuffled]) => {
          const expected = dueDate(facts, calendar);
          expect(dueDate({ ...facts, pauses: shuffled }, calendar)).toEqual(expected);
          expect(dueDate({ ...facts, pauses: [...facts.pauses, ...shuffled] }, calendar)).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of working days is not moved by a pause that lies in closed days only', () => {
    const closures = [
      { from: '2026-02-14', to: '2026-02-23' },
      { from: '2026-04-03', to: '2026-04-06' },
      { from: '2026-09-30', to: '2026-10-07' },
      { from: '2026-03-06', to: '2026-03-08' },
    ];
    fc.assert(
      fc.property(
        date('2026-01-01', '2026-10-31'),
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom(...closures),
        (startedOn, n, pause) => {
          expect(due(startedOn, workingDays(n), [pause])).toEqual(due(startedOn, workingDays(n)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('stands where it stood when an extension or a pause is taken away again', () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: 1, max: 15 }), (facts, days) => {
        const { extension, ...plain } = facts;
        const extended = { ...plain, extension: { days } };
        expect(dueDate(extended, calendar).dueOn > dueDate(plain, calendar).dueOn).toBe(true);
        const { extension: removed, ...restored } = extended;
        expect(dueDate(restored, calendar)).toEqual(dueDate(plain, calendar));
        expect(dueDate({ ...facts, pauses: [] }, calendar)).toEqual(
          dueDate({ ...plain, pauses: [], extension }, calendar),
        );
        expect(removed.days).toBe(days);
      }),
      { numRuns: 1000 },
    );
  });

  it('is not moved by a pause that begins after it ran out', () => {
    fc.assert(
      fc.property(
        ledger,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (facts, after, days) => {
          const before = dueDate(facts, calendar);
          const last = facts.pauses.reduce(
            (day, { to }) => (to !== null && to > day ? to : day),
            before.dueOn,
          );
          const from = addDays(last, after);
          const late = { from, to: addDays(from, days) };
          expect(dueDate({ ...facts, pauses: [late, ...facts.pauses] }, calendar)).toEqual(before);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('moves by exactly as many days as it says it did not count', () => {
    fc.assert(
      fc.property(ledger, (facts) => {
        const { dueOn, pausedDays } = dueDate({ ...facts, extension: undefined }, calendar);
        const {
          startedOn,
          limit: { n, unit },
        } = facts;
        if (unit === 'WD')
          expect(calendar.workingDaysBetween(due(startedOn, { n, unit }).dueOn, dueOn)).toBe(pausedDays);
        if (unit === 'ND') expect(due(startedOn, { n: n + pausedDays, unit }).dueOn).toBe(dueOn);
      }),
      { numRuns: 2000 },
    );
  });

  it('has days left until it runs out, and fewer than none after', () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: -40, max: 40 }), (facts, n) => {
        const { dueOn } = dueDate(facts, calendar);
        const left = remainingDays(facts.limit, dueOn, addDays(dueOn, n), calendar);
        if (n > 0) expect(left).toBeLessThan(0);
        else expect(left).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
