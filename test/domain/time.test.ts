import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  closeOf,
  dateOf,
  dateOfDay,
  dayNumber,
  daysBetween,
  instantOf,
  isLocalDate,
  laterOf,
  msOf,
  weekdayOfDay,
} from '../../domain/time.ts';
import { date } from './support/naive-calendar.ts';

describe('dates', () => {
  it('agree with the proleptic calendar of the engine', () => {
    fc.assert(
      fc.property(date('1901-01-01', '2399-12-31'), fc.integer({ min: -2000, max: 2000 }), (day, n) => {
        const ms = Date.parse(day);
        expect(dateOfDay(dayNumber(day))).toBe(day);
        expect(addDays(day, n)).toBe(new Date(ms + n * 86_400_000).toISOString().slice(0, 10));
        expect(daysBetween(day, addDays(day, n))).toBe(n);
        expect(weekdayOfDay(dayNumber(day))).toBe(new Date(ms).getUTCDay());
        expect(isLocalDate(day)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '',
    'heute',
    '2026-01-01T00:00:00Z',
    '２026-01-01',
  ])('%j is none', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => dayNumber(text)).toThrow(RangeError);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-05-31', 0, '2026-05-31'],
  ])('%s and %i months: %s', (day, n, expected) => {
    expect(addMonths(day, n)).toBe(expected);
  });
});

describe('instants', () => {
  it('come and go without loss, and sort as text', () => {
    const ms = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2099-12-31') });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        expect(instantOf(a)).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/);
        expect(msOf(instantOf(a))).toBe(a);
        expect(instantOf(a) < instantOf(b)).toBe(a < b);
        expect(laterOf(instantOf(a), instantOf(b))).toBe(instantOf(Math.max(a, b)));
      }),
    );
  });

  it.each([
    ['2026-03-02T00:00:00.000+08:00', '2026-03-02'],
    ['2026-03-01T15:59:59.999Z', '2026-03-01'],
    ['2026-03-01T16:00:00.000Z', '2026-03-02'],
    ['2026-03-01T23:30:00-08:00', '2026-03-02'],
  ])('%s lies on %s in Shanghai', (instant, day) => {
    expect(dateOf(instant)).toBe(day);
  });

  it('of the close are of the hall’s own offset', () => {
    expect(closeOf('2026-03-02', '17:30')).toBe('2026-03-02T17:30:00.000+08:00');
    expect(() => msOf('tomorrow')).toThrow(RangeError);
  });
});
