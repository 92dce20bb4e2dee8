import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { compileCalendar } from '../../domain/calendar.ts';
import { dueDate, remainingDays, rungInstants, type ClockFacts, type Limit, type Pause } from '../../domain/clocks.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import { date, NaiveCalendar } from './support/naive-calendar.ts';

const calendar = compileCalendar(EMBEDDED_CALENDAR);
const naive = new NaiveCalendar(EMBEDDED_CALENDAR);

const workingDays = (n: number): Limit => ({ n, unit: 'WD' });
const due = (startedOn: LocalDate, limit: Limit, pauses: Pause[] = [], extension?: { days: number }) =>
  dueDate({ startedOn, limit, pauses, extension }, calendar);

describe('limits without a pause', () => {
  it.each<[LocalDate, Limit, LocalDate, string]>([
    ['2026-03-02', { n: 0, unit: 'WD' }, '2026-03-02', 'the same day'],
    ['2026-03-01', { n: 0, unit: 'WD' }, '2026-03-02', 'the same day, when that is closed'],
    ['2026-03-02', { n: 20, unit: 'WD' }, '2026-03-30', 'L42'],
    ['2026-02-13', { n: 5, unit: 'WD' }, '2026-02-27', 'over the spring festival, with its make-up days'],
    ['2026-03-02', { n: 7, unit: 'ND' }, '2026-03-09', 'calendar days'],
    ['2026-02-09', { n: 7, unit: 'ND' }, '2026-02-24', 'calendar days that end in the festival'],
    ['2026-01-31', { n: 1, unit: 'MONTH' }, '2026-02-28', 'a shorter month; its last day is a make-up Saturday'],
    ['2026-03-31', { n: 3, unit: 'MONTH' }, '2026-06-30', 'three months'],
    ['2025-11-30', { n: 3, unit: 'MONTH' }, '2026-02-28', 'over the turn of the year'],
    ['2028-01-31', { n: 1, unit: 'MONTH' }, '2028-02-29', 'in a leap year'],
  ])('%s %o: %s, %s', (startedOn, limit, dueOn) => {
    expect(due(startedOn, limit)).toMatchObject({ dueOn, dueAt: `${dueOn}T18:00:00.000+08:00`, pausedDays: 0 });
  });

  it('ends at the close that the hall has set', () => {
    expect(dueDate({ startedOn: '2026-03-02', limit: workingDays(1), pauses: [] }, calendar, '17:30').dueAt).toBe(
      '2026-03-03T17:30:00.000+08:00',
    );
  });
});

describe('pauses', () => {
  it.each<[string, Limit, Pause[], LocalDate, number]>([
    ['one day', workingDays(5), [{ from: '2026-03-03', to: '2026-03-04' }], '2026-03-10', 1],
    ['the same day', workingDays(5), [{ from: '2026-03-03', to: '2026-03-03' }], '2026-03-09', 0],
    ['over a weekend', workingDays(5), [{ from: '2026-03-06', to: '2026-03-09' }], '2026-03-10', 1],
    ['only a weekend', workingDays(5), [{ from: '2026-03-06', to: '2026-03-08' }], '2026-03-09', 0],
    ['a weekend, of calendar days', { n: 7, unit: 'ND' }, [{ from: '2026-03-06', to: '2026-03-08' }], '2026-03-11', 2],
    ['of a month', { n: 1, unit: 'MONTH' }, [{ from: '2026-03-06', to: '2026-03-08' }], '2026-04-07', 2],
    ['still open', workingDays(5), [{ from: '2026-03-03', to: null }], '2026-03-09', 0],
    ['two that overlap', workingDays(5), [{ from: '2026-03-03', to: '2026-03-05' }, { from: '2026-03-04', to: '2026-03-06' }], '2026-03-12', 3],
    ['two that touch', workingDays(5), [{ from: '2026-03-03', to: '2026-03-05' }, { from: '2026-03-05', to: '2026-03-06' }], '2026-03-12', 3],
    ['one within another', workingDays(5), [{ from: '2026-03-03', to: '2026-03-06' }, { from: '2026-03-04', to: '2026-03-05' }], '2026-03-12', 3],
    ['begun before the clock', workingDays(5), [{ from: '2026-02-24', to: '2026-03-03' }], '2026-03-10', 1],
    ['over before the clock', workingDays(5), [{ from: '2026-02-24', to: '2026-03-02' }], '2026-03-09', 0],
    ['begun on the last day', workingDays(5), [{ from: '2026-03-09', to: '2026-03-11' }], '2026-03-11', 2],
    ['begun on the last day before the close', workingDays(5), [{ from: '2026-03-09', at: '2026-03-09T17:59:59.999+08:00', to: '2026-03-11' }], '2026-03-11', 2],
    ['begun on the last day at the close', workingDays(5), [{ from: '2026-03-09', at: '2026-03-09T18:00:00.000+08:00', to: '2026-03-11' }], '2026-03-09', 0],
    ['begun after the last day', workingDays(5), [{ from: '2026-03-10', to: '2026-03-20' }], '2026-03-09', 0],
    ['begun in the days that an earlier one gave', workingDays(5), [{ from: '2026-03-03', to: '2026-03-05' }, { from: '2026-03-11', to: '2026-03-12' }], '2026-03-12', 3],
    ['begun after another had ended and the clock run out', { n: 7, unit: 'ND' }, [{ from: '2026-03-09', at: '2026-03-09T10:00:00.000+08:00', to: '2026-03-12' }, { from: '2026-03-12', at: '2026-03-12T19:00:00.000+08:00', to: '2026-03-20' }], '2026-03-12', 3],
  ])('%s', (_, limit, pauses, dueOn, pausedDays) => {
    expect(due('2026-03-02', limit, pauses)).toMatchObject({ dueOn, pausedDays });
    expect(due('2026-03-02', limit, [...pauses].reverse())).toMatchObject({ dueOn, pausedDays });
  });
});

describe('extension (L42)', () => {
  it.each<[Limit, LocalDate]>([
    [workingDays(20), '2026-04-14'],
    [{ n: 7, unit: 'ND' }, '2026-03-23'],
    [{ n: 1, unit: 'MONTH' }, '2026-04-17'],
  ])('adds working days to %o', (limit, dueOn) => {
    expect(due('2026-03-02', limit, [], { days: 10 }).dueOn).toBe(dueOn);
  });

  it('counts a pause that begins within it', () => {
    const pauses = [{ from: '2026-03-11', to: '2026-03-12' }];
    expect(due('2026-03-02', workingDays(5), pauses).pausedDays).toBe(0);
    expect(due('2026-03-02', workingDays(5), pauses, { days: 3 })).toMatchObject({ dueOn: '2026-03-13', pausedDays: 1 });
  });
});

describe('what is left', () => {
  it.each<[Limit, LocalDate, number]>([
    [workingDays(20), '2026-03-27', 1],
    [workingDays(20), '2026-03-28', 1],
    [workingDays(20), '2026-03-30', 0],
    [workingDays(20), '2026-03-31', -1],
    [workingDays(20), '2026-04-07', -5],
    [{ n: 30, unit: 'ND' }, '2026-03-28', 2],
    [{ n: 30, unit: 'ND' }, '2026-04-01', -2],
  ])('of %o on %s: %i', (limit, today, left) => {
    expect(remainingDays(limit, '2026-03-30', today, calendar)).toBe(left);
  });

  it('is negative on any day after the last one, closed or not', () => {
    expect(remainingDays(workingDays(5), '2026-03-06', '2026-03-07', calendar)).toBe(-1);
    expect(remainingDays(workingDays(5), '2026-03-06', '2026-03-09', calendar)).toBe(-1);
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

describe('rungs', () => {
  const policy = { warnDaysBefore: 1, redDaysAfter: 2 };

  it.each([
    ['2026-03-11', '2026-03-10', '2026-03-13'],
    ['2026-03-09', '2026-03-06', '2026-03-11'],
    ['2026-02-24', '2026-02-14', '2026-02-26'],
    ['2026-02-14', '2026-02-13', '2026-02-25'],
  ])('of %s: warning %s, red %s', (dueOn, warning, red) => {
    expect(rungInstants(dueOn, policy, calendar)).toEqual({
      warning: `${warning}T18:00:00.000+08:00`,
      yellow: `${dueOn}T18:00:00.000+08:00`,
      red: `${red}T18:00:00.000+08:00`,
    });
  });
});

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
const ledger: fc.Arbitrary<ClockFacts & { pauses: Pause[] }> = date('2025-01-01', '2027-10-31').chain((startedOn) =>
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
        ledger.chain((facts) => fc.tuple(fc.constant(facts), pauseAfter(facts.startedOn), fc.nat({ max: 6 }))),
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
            fc.shuffledSubarray(facts.pauses, { minLength: facts.pauses.length, maxLength: facts.pauses.length }),
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
      fc.property(date('2026-01-01', '2026-10-31'), fc.integer({ min: 0, max: 60 }), fc.constantFrom(...closures), (startedOn, n, pause) => {
        expect(due(startedOn, workingDays(n), [pause])).toEqual(due(startedOn, workingDays(n)));
      }),
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
        expect(dueDate({ ...facts, pauses: [] }, calendar)).toEqual(dueDate({ ...plain, pauses: [], extension }, calendar));
        expect(removed.days).toBe(days);
      }),
      { numRuns: 1000 },
    );
  });

  it('is not moved by a pause that begins after it ran out', () => {
    fc.assert(
      fc.property(ledger, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 }), (facts, after, days) => {
        const before = dueDate(facts, calendar);
        const last = facts.pauses.reduce((day, { to }) => (to !== null && to > day ? to : day), before.dueOn);
        const from = addDays(last, after);
        const late = { from, to: addDays(from, days) };
        expect(dueDate({ ...facts, pauses: [late, ...facts.pauses] }, calendar)).toEqual(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('moves by exactly as many days as it says it did not count', () => {
    fc.assert(
      fc.property(ledger, (facts) => {
        const { dueOn, pausedDays } = dueDate({ ...facts, extension: undefined }, calendar);
        const { startedOn, limit: { n, unit } } = facts;
        if (unit === 'WD') expect(calendar.workingDaysBetween(due(startedOn, { n, unit }).dueOn, dueOn)).toBe(pausedDays);
        if (unit === 'ND') expect(due(startedOn, { n: n + pausedDays, unit }).dueOn).toBe(dueOn);
      }),
      { numRuns: 2000 },
    );
  });
});
