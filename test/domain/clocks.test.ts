import { describe, expect, it } from 'vitest';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { compileCalendar } from '../../domain/calendar.ts';
import { dueDate, remainingDays, rungInstants, type Limit, type Pause } from '../../domain/clocks.ts';
import type { LocalDate } from '../../domain/time.ts';

const calendar = compileCalendar(EMBEDDED_CALENDAR);

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
    [
      '2026-01-31',
      { n: 1, unit: 'MONTH' },
      '2026-02-28',
      'a shorter month; its last day is a make-up Saturday',
    ],
    ['2026-03-31', { n: 3, unit: 'MONTH' }, '2026-06-30', 'three months'],
    ['2025-11-30', { n: 3, unit: 'MONTH' }, '2026-02-28', 'over the turn of the year'],
    ['2028-01-31', { n: 1, unit: 'MONTH' }, '2028-02-29', 'in a leap year'],
  ])('%s %o: %s, %s', (startedOn, limit, dueOn) => {
    expect(due(startedOn, limit)).toMatchObject({
      dueOn,
      dueAt: `${dueOn}T18:00:00.000+08:00`,
      pausedDays: 0,
    });
  });

  it('ends at the close that the hall has set', () => {
    expect(
      dueDate({ startedOn: '2026-03-02', limit: workingDays(1), pauses: [] }, calendar, '17:30').dueAt,
    ).toBe('2026-03-03T17:30:00.000+08:00');
  });
});

describe('pauses', () => {
  it.each<[string, Limit, Pause[], LocalDate, number]>([
    ['one day', workingDays(5), [{ from: '2026-03-03', to: '2026-03-04' }], '2026-03-10', 1],
    ['the same day', workingDays(5), [{ from: '2026-03-03', to: '2026-03-03' }], '2026-03-09', 0],
    ['over a weekend', workingDays(5), [{ from: '2026-03-06', to: '2026-03-09' }], '2026-03-10', 1],
    ['only a weekend', workingDays(5), [{ from: '2026-03-06', to: '2026-03-08' }], '2026-03-09', 0],
    [
      'a weekend, of calendar days',
      { n: 7, unit: 'ND' },
      [{ from: '2026-03-06', to: '2026-03-08' }],
      '2026-03-11',
      2,
    ],
    ['of a month', { n: 1, unit: 'MONTH' }, [{ from: '2026-03-06', to: '2026-03-08' }], '2026-04-07', 2],
    ['still open', workingDays(5), [{ from: '2026-03-03', to: null }], '2026-03-09', 0],
    [
      'two that overlap',
      workingDays(5),
      [
        { from: '2026-03-03', to: '2026-03-05' },
        { from: '2026-03-04', to: '2026-03-06' },
      ],
      '2026-03-12',
      3,
    ],
    [
      'two that touch',
      workingDays(5),
      [
        { from: '2026-03-03', to: '2026-03-05' },
        { from: '2026-03-05', to: '2026-03-06' },
      ],
      '2026-03-12',
      3,
    ],
    [
      'one within another',
      workingDays(5),
      [
        { from: '2026-03-03', to: '2026-03-06' },
        { from: '2026-03-04', to: '2026-03-05' },
      ],
      '2026-03-12',
      3,
    ],
    ['begun before the clock', workingDays(5), [{ from: '2026-02-24', to: '2026-03-03' }], '2026-03-10', 1],
    ['over before the clock', workingDays(5), [{ from: '2026-02-24', to: '2026-03-02' }], '2026-03-09', 0],
    ['begun on the last day', workingDays(5), [{ from: '2026-03-09', to: '2026-03-11' }], '2026-03-11', 2],
    [
      'begun on the last day before the close',
      workingDays(5),
      [{ from: '2026-03-09', at: '2026-03-09T17:59:59.999+08:00', to: '2026-03-11' }],
      '2026-03-11',
      2,
    ],
    [
      'begun on the last day at the close',
      workingDays(5),
      [{ from: '2026-03-09', at: '2026-03-09T18:00:00.000+08:00', to: '2026-03-11' }],
      '2026-03-09',
      0,
    ],
    [
      'two begun on the last day, one of them after the close',
      workingDays(5),
      [
        { from: '2026-03-09', at: '2026-03-09T19:00:00.000+08:00', to: '2026-03-11' },
        { from: '2026-03-09', at: '2026-03-09T10:00:00.000+08:00', to: '2026-03-10' },
      ],
      '2026-03-11',
      2,
    ],
    ['begun after the last day', workingDays(5), [{ from: '2026-03-10', to: '2026-03-20' }], '2026-03-09', 0],
    [
      'begun in the days that an earlier one gave',
      workingDays(5),
      [
        { from: '2026-03-03', to: '2026-03-05' },
        { from: '2026-03-11', to: '2026-03-12' },
      ],
      '2026-03-12',
      3,
    ],
    [
      'begun after another had ended and the clock run out',
      { n: 7, unit: 'ND' },
      [
        { from: '2026-03-09', at: '2026-03-09T10:00:00.000+08:00', to: '2026-03-12' },
        { from: '2026-03-12', at: '2026-03-12T19:00:00.000+08:00', to: '2026-03-20' },
      ],
      '2026-03-12',
      3,
    ],
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
    expect(due('2026-03-02', workingDays(5), pauses, { days: 3 })).toMatchObject({
      dueOn: '2026-03-13',
      pausedDays: 1,
    });
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
