/**
 * Run as a process of its own under some `TZ`: prints what the calculator and the two libraries say of every day of
 * 2025 and 2026, and dates and instants that a host's zone could bend. `chinese-days` builds its table by reading dates
 * as UTC and writing them as local ones: west of UTC all of it lies a day early, so there it is not asked.
 */
import chineseDays from 'chinese-days';
import { isWorkday } from 'chinese-workday';
import { EMBEDDED_CALENDAR } from '../../../db/seed/calendar.ts';
import { compileCalendar } from '../../../domain/calendar.ts';
import { dueDate } from '../../../domain/clocks.ts';
import { addDays, addMonths, dateOf, instantOf, msOf } from '../../../domain/time.ts';

export interface ZoneReport {
  readonly zone: string | undefined;
  /** Minutes that the host's zone lies west of UTC in January: proof that the zone was taken. */
  readonly offset: number;
  /** One character a day, `1` a working day. */
  readonly ours: string;
  /** Null in a zone in which the library is wrong. */
  readonly chineseDays: string | null;
  readonly chineseWorkday: string;
  /** Results of date arithmetic; the same in every zone. */
  readonly arithmetic: readonly string[];
}

const calendar = compileCalendar(EMBEDDED_CALENDAR);
const days: string[] = [];
for (let day = '2025-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) days.push(day);

const arithmetic: string[] = [];
for (const day of days) {
  const at = `${day}T23:30:00.000+08:00`;
  const { dueAt } = dueDate(
    { startedOn: day, limit: { n: 20, unit: 'WD' }, pauses: [{ from: day, to: addDays(day, 9) }] },
    calendar,
  );
  arithmetic.push(addMonths(day, 3), dateOf(new Date(msOf(at)).toISOString()), instantOf(msOf(at)), dueAt);
}

const offset = new Date('2026-01-01T00:00:00Z').getTimezoneOffset();
const report: ZoneReport = {
  zone: process.env['TZ'],
  offset,
  ours: days.map((day) => Number(calendar.isWorkingDay(day))).join(''),
  chineseDays: offset > 0 ? null : days.map((day) => Number(chineseDays.isWorkday(day))).join(''),
  chineseWorkday: days.map((day) => Number(isWorkday(day))).join(''),
  arithmetic,
};
process.stdout.write(JSON.stringify(report));
