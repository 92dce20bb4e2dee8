import fc from 'fast-check';
import { provisionalYear, type CalendarYear } from '../../../domain/calendar.ts';
import type { ClockFacts, Pause } from '../../../domain/clocks.ts';
import type { LocalDate } from '../../../domain/time.ts';

const plusDays = (day: LocalDate, n: number): LocalDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** A second calculator that knows no index and no formula: it walks from day to day. */
export class NaiveCalendar {
  private readonly off: ReadonlySet<string>;
  private readonly work: ReadonlySet<string>;

  constructor(years: readonly CalendarYear[]) {
    const known = new Set(years.map(({ year }) => year));
    const guessed = Array.from({ length: 40 }, (_, index) => 2010 + index).filter((year) => !known.has(year));
    const all = [...years, ...guessed.map(provisionalYear)];
    this.off = new Set(all.flatMap(({ off }) => off));
    this.work = new Set(all.flatMap(({ work }) => work));
  }

  isWorkingDay(day: LocalDate): boolean {
    if (this.work.has(day)) return true;
    if (this.off.has(day)) return false;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6;
  }

  addWorkingDays(from: LocalDate, n: number): LocalDate {
    let day = from;
    if (n === 0) {
      while (!this.isWorkingDay(day)) day = plusDays(day, 1);
      return day;
    }
    for (let left = Math.abs(n); left > 0;) {
      day = plusDays(day, Math.sign(n));
      if (this.isWorkingDay(day)) left -= 1;
    }
    return day;
  }

  between(from: LocalDate, to: LocalDate): number {
    if (to < from) {
      const back = this.between(to, from);
      return back === 0 ? 0 : -back;
    }
    let count = 0;
    for (let day = from; day < to;) {
      day = plusDays(day, 1);
      if (this.isWorkingDay(day)) count += 1;
    }
    return count;
  }

  /**
   * The due date by the words of the law's facts: the days of all pauses that began in time, each day once, are days
   * that the limit moves by; in its own unit.
   */
  dueOn(facts: ClockFacts): LocalDate {
    const taken: Pause[] = [];
    for (;;) {
      const due = this.end(facts, this.pausedDays(facts, taken));
      const next = facts.pauses.find(
        (pause) => !taken.includes(pause) && this.beganInTime(pause, due, taken),
      );
      if (next === undefined) return due;
      taken.push(next);
    }
  }

  private beganInTime(pause: Pause, due: LocalDate, taken: readonly Pause[]): boolean {
    if (pause.to === null || pause.to <= pause.from) return false;
    // While the clock stands still it cannot run out: what begins within another pause begins in time.
    if (taken.some(({ from, to }) => from < pause.from && to !== null && pause.from < to)) return true;
    if (taken.some(({ from }) => from === pause.from)) return true;
    if (pause.from === due && pause.at !== undefined) return pause.at < `${due}T18:00`;
    return pause.from <= due;
  }

  private pausedDays({ startedOn, limit }: ClockFacts, taken: readonly Pause[]): number {
    const days = new Set<LocalDate>();
    for (const { from, to } of taken)
      for (let day = from; to !== null && day < to;) {
        day = plusDays(day, 1);
        if (day > startedOn && (limit.unit !== 'WD' || this.isWorkingDay(day))) days.add(day);
      }
    return days.size;
  }

  private end({ startedOn, limit, extension }: ClockFacts, paused: number): LocalDate {
    let end: LocalDate;
    if (limit.unit === 'WD') end = this.addWorkingDays(this.addWorkingDays(startedOn, limit.n), paused);
    else if (limit.unit === 'ND') end = plusDays(startedOn, limit.n + paused);
    else end = plusDays(this.monthsLater(startedOn, limit.n), paused);
    const rolled = this.addWorkingDays(end, 0);
    return extension === undefined || extension.days === 0
      ? rolled
      : this.addWorkingDays(rolled, extension.days);
  }

  private monthsLater(day: LocalDate, n: number): LocalDate {
    const [year, month, number] = day.split('-').map(Number) as [number, number, number];
    // The day 0 of the month after is the last one of the month wanted.
    const last = new Date(Date.UTC(year, month - 1 + n + 1, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + n, Math.min(number, last))).toISOString().slice(0, 10);
  }
}

/** Dates from one day to another, both possible. */
export const date = (from: LocalDate, to: LocalDate): fc.Arbitrary<LocalDate> =>
  fc.integer({ min: 0, max: (Date.parse(to) - Date.parse(from)) / 86_400_000 }).map((n) => plusDays(from, n));
