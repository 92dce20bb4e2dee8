import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { compileCalendar, provisionalYear, statutoryDays, type CalendarYear } from '../../domain/calendar.ts';
import { dueDate, type ClockFacts } from '../../domain/clocks.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import oracle from './oracles/deadlines.json' with { type: 'json' };
import { date, NaiveCalendar } from './support/naive-calendar.ts';
import type { ZoneReport } from './support/zone-probe.ts';

const calendar = compileCalendar(EMBEDDED_CALENDAR);
const naive = new NaiveCalendar(EMBEDDED_CALENDAR);

describe('the sixty due dates of the oracle', () => {
  it('has all sixty', () => {
    expect(oracle.cases).toHaveLength(60);
  });

  it.each(
    oracle.cases.map((wanted) => ({
      ...wanted,
      title: `${wanted.startedOn} ${wanted.limit.n} ${wanted.limit.unit}`,
    })),
  )('$title, $pauses.length pauses: $dueOn', ({ startedOn, limit, pauses, dueOn }) => {
    const due = dueDate({ startedOn, limit: limit as ClockFacts['limit'], pauses }, calendar);
    expect(due).toMatchObject({ dueOn, dueAt: `${dueOn}T18:00:00.000+08:00` });
  });
});

describe('day by day with two libraries, in three zones of the host', () => {
  const probe = join(import.meta.dirname, 'support/zone-probe.ts');
  const inZone = async (zone: string): Promise<ZoneReport> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', probe], {
      env: { ...process.env, TZ: zone },
      maxBuffer: 2 ** 22,
    });
    return JSON.parse(stdout) as ZoneReport;
  };

  it('agrees with both, and with itself', async () => {
    const reports = await Promise.all(
      ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'].map(inZone),
    );
    expect(reports.map(({ offset }) => offset)).toEqual([-480, 480, -840]);
    expect(reports.map(({ chineseDays }) => chineseDays !== null)).toEqual([true, false, true]);
    for (const report of reports) {
      expect(report.ours).toHaveLength(730);
      if (report.chineseDays !== null) expect(report.ours).toBe(report.chineseDays);
      expect(report.ours).toBe(report.chineseWorkday);
      expect(report.ours).toBe(reports[0]!.ours);
      expect(report.arithmetic).toEqual(reports[0]!.arithmetic);
    }
  });
});

describe('working days', () => {
  it.each([
    ['2026-02-14', true, 'a Saturday that is worked'],
    ['2026-02-15', false, 'the first day of the spring festival'],
    ['2026-02-24', true, 'the first day after it'],
    ['2026-10-10', true, 'a make-up Saturday'],
    ['2026-10-11', false, 'a plain Sunday'],
    ['2025-09-28', true, 'a make-up Sunday'],
  ])('%s: %s, %s', (day, worked) => {
    expect(calendar.isWorkingDay(day)).toBe(worked);
  });

  it.each([
    ['2026-02-13', 1, '2026-02-14', 'a make-up day counts'],
    ['2026-02-14', 1, '2026-02-24', 'the festival does not'],
    ['2026-09-30', 1, '2026-10-08', 'over the national days'],
    ['2026-02-16', 0, '2026-02-24', 'from a closed day, 0 is the next one worked'],
    ['2026-02-24', 0, '2026-02-24', 'from a working day, 0 is itself'],
    ['2026-02-16', -1, '2026-02-14', 'from a closed day back'],
    ['2026-02-24', -1, '2026-02-14', 'from a working day back'],
    ['2025-12-31', 1, '2026-01-04', 'over the turn of the year'],
    ['2025-01-02', -1, '2024-12-31', 'before the first year of the table'],
  ])('%s and %i: %s, %s', (day, n, expected) => {
    expect(calendar.addWorkingDays(day, n)).toBe(expected);
  });

  it('says how many lie between two days, the first not counted', () => {
    expect(calendar.workingDaysBetween('2026-02-13', '2026-02-24')).toBe(2);
    expect(calendar.workingDaysBetween('2026-02-24', '2026-02-13')).toBe(-2);
    expect(calendar.workingDaysBetween('2026-02-23', '2026-02-15')).toBe(0);
    expect(calendar.workingDaysBetween('2026-02-24', '2026-02-24')).toBe(0);
  });

  it('agrees with a calendar that walks day by day', () => {
    fc.assert(
      fc.property(date('2024-01-01', '2028-12-31'), fc.integer({ min: -60, max: 90 }), (day, n) => {
        expect(calendar.isWorkingDay(day)).toBe(naive.isWorkingDay(day));
        expect(calendar.addWorkingDays(day, n)).toBe(naive.addWorkingDays(day, n));
        expect(calendar.workingDaysBetween(day, addDays(day, n * 3))).toBe(
          naive.between(day, addDays(day, n * 3)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('counts back what it counted on', () => {
    fc.assert(
      fc.property(date('2024-01-01', '2028-12-31'), fc.integer({ min: 1, max: 300 }), (day, n) => {
        const later = calendar.addWorkingDays(day, n);
        expect(calendar.isWorkingDay(later)).toBe(true);
        expect(calendar.workingDaysBetween(day, later)).toBe(n);
        expect(calendar.workingDaysBetween(later, day)).toBe(-n);
        const worked = calendar.workingDayFrom(day);
        expect(calendar.addWorkingDays(calendar.addWorkingDays(worked, n), -n)).toBe(worked);
        expect(calendar.addWorkingDays(calendar.addWorkingDays(worked, -n), n)).toBe(worked);
      }),
      { numRuns: 2000 },
    );
  });

  it('adds up', () => {
    const day = date('2025-01-01', '2027-12-31');
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        const between = (from: LocalDate, to: LocalDate): number => calendar.workingDaysBetween(from, to);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a year that is not published', () => {
  it('is provisional: weekends and the thirteen statutory days are off, nothing is made up', () => {
    const year = provisionalYear(2027);
    expect(year).toMatchObject({ year: 2027, version: 0, status: 'provisional', work: [] });
    expect(statutoryDays(2027)).toEqual(
      [
        '01-01',
        '02-05',
        '02-06',
        '02-07',
        '02-08',
        '04-05',
        '05-01',
        '05-02',
        '06-09',
        '09-15',
        '10-01',
        '10-02',
        '10-03',
      ].map((day) => `2027-${day}`),
    );
    expect(year.off).toEqual(statutoryDays(2027));
  });

  it('makes every date that reaches into it provisional, and no other', () => {
    expect(calendar.isProvisional('2026-01-05', '2026-12-31')).toBe(false);
    expect(calendar.isProvisional('2026-12-31', '2027-01-04')).toBe(true);
    const facts: ClockFacts = { startedOn: '2026-12-15', limit: { n: 20, unit: 'WD' }, pauses: [] };
    expect(dueDate(facts, calendar)).toMatchObject({ dueOn: '2027-01-13', provisional: true });
    expect(dueDate({ ...facts, startedOn: '2026-11-15' }, calendar).provisional).toBe(false);
  });

  it('moves its dates when it is published', () => {
    const published: CalendarYear = {
      year: 2027,
      version: 1,
      status: 'official',
      off: [...statutoryDays(2027), '2027-01-04'],
      work: ['2027-01-02'],
      source: '虚构的通知',
    };
    const later = compileCalendar([...EMBEDDED_CALENDAR.filter(({ year }) => year !== 2027), published]);
    expect(calendar.addWorkingDays('2026-12-31', 1)).toBe('2027-01-04');
    expect(later.addWorkingDays('2026-12-31', 1)).toBe('2027-01-02');
    expect(later.addWorkingDays('2026-12-31', 2)).toBe('2027-01-05');
    expect(later.isProvisional('2026-12-31', '2027-01-05')).toBe(false);
  });

  it('never throws a case away, however far it reaches', () => {
    for (const years of [EMBEDDED_CALENDAR, [], [EMBEDDED_CALENDAR[1]!]]) {
      const table = compileCalendar(years);
      fc.assert(
        fc.property(
          date('2015-01-01', '2045-12-31'),
          fc.integer({ min: -500, max: 2000 }),
          fc.constantFrom('WD' as const, 'ND' as const, 'MONTH' as const),
          (startedOn, n, unit) => {
            expect(table.addWorkingDays(startedOn, n)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
            const limit = { n: unit === 'MONTH' ? Math.abs(n) % 60 : Math.abs(n), unit };
            const due = dueDate({ startedOn, limit, pauses: [] }, table);
            expect(due.dueOn >= startedOn).toBe(true);
            expect(table.isWorkingDay(due.dueOn)).toBe(true);
          },
        ),
        { numRuns: 150 },
      );
    }
  });

  it('gives the same answers whatever was asked before', () => {
    const asked = compileCalendar(EMBEDDED_CALENDAR);
    asked.addWorkingDays('2026-12-01', 900);
    asked.addWorkingDays('2025-02-01', -600);
    fc.assert(
      fc.property(date('2025-01-01', '2028-12-31'), fc.integer({ min: -100, max: 100 }), (day, n) => {
        const fresh = compileCalendar(EMBEDDED_CALENDAR);
        expect(asked.addWorkingDays(day, n)).toBe(fresh.addWorkingDays(day, n));
      }),
      { numRuns: 300 },
    );
  });
});
