import { dateOfDay, dayNumber, weekdayOfDay, yearOf, type LocalDate } from './time.ts';

/**
 * One year of the official calendar (国务院办公厅 notice), or of what is known before it is published.
 * A running case carries the years it counts by in its own history: a new library never changes its dates.
 */
export interface CalendarYear {
  readonly year: number;
  /** 0 for a year not published yet, then 1, 2, … with each publication or correction. */
  readonly version: number;
  readonly status: 'official' | 'provisional';
  /** Days the hall is closed; weekends need not be listed. */
  readonly off: readonly LocalDate[];
  /** Saturdays and Sundays that are worked (调休). */
  readonly work: readonly LocalDate[];
  /** The notice it comes from. */
  readonly source: string;
}

/**
 * The thirteen statutory days of a year (全国年节及纪念日放假办法, since 2025) that are not published as closures yet:
 * new year, spring festival (its eve and three days), 清明, labour day (two), dragon boat, mid-autumn, national day (three).
 * The lunar and solar-term ones come from the almanac; beyond the table only the fixed ones are known.
 */
const MOVABLE_STATUTORY_DAYS: Readonly<Record<number, readonly string[]>> = {
  2027: ['02-05', '02-06', '02-07', '02-08', '04-05', '06-09', '09-15'],
  2028: ['01-25', '01-26', '01-27', '01-28', '04-04', '05-28', '10-03'],
  2029: ['02-12', '02-13', '02-14', '02-15', '04-04', '06-16', '09-22'],
  2030: ['02-02', '02-03', '02-04', '02-05', '04-05', '06-05', '09-12'],
};
const FIXED_STATUTORY_DAYS = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'] as const;

/** The days that a publication of this year must list as off (section 2 of the law's facts). */
export function statutoryDays(year: number): LocalDate[] {
  const days = [...FIXED_STATUTORY_DAYS, ...(MOVABLE_STATUTORY_DAYS[year] ?? [])];
  return [...new Set(days)].sort().map((monthDay) => `${year}-${monthDay}`);
}

/** What is known of a year before its notice: version 0, weekends and statutory days off, no make-up days. */
export function provisionalYear(year: number): CalendarYear {
  return {
    year,
    version: 0,
    status: 'provisional',
    off: statutoryDays(year),
    work: [],
    source: '未公布:仅计周末与法定节日',
  };
}

/** Working-day arithmetic over a table of years. All methods are pure in what they answer. */
export interface Calendar {
  /** The years it was made of, ascending. */
  readonly years: readonly CalendarYear[];
  isWorkingDay(date: LocalDate): boolean;
  /**
   * The `n`-th working day after `date`, which itself is not counted (民法典 201). 0 gives the day itself, or the next
   * working day; negative counts back.
   */
  addWorkingDays(date: LocalDate, n: number): LocalDate;
  /** Working days in `(from, to]`: the day it starts is not counted, the day it ends is. Negative when `to` < `from`. */
  workingDaysBetween(from: LocalDate, to: LocalDate): number;
  /** The day itself when it is worked, else the next one that is. */
  workingDayFrom(date: LocalDate): LocalDate;
  /** True when a year between the two dates, both counted, is not published: the result may still move. */
  isProvisional(from: LocalDate, to: LocalDate): boolean;
}

/**
 * Compiles a table of years into an index of working days, so that a due date is two array look-ups.
 * A year that the table lacks counts as {@link provisionalYear}; it never fails a case.
 */
export function compileCalendar(years: readonly CalendarYear[]): Calendar {
  const byYear = new Map(years.map((year) => [year.year, year]));
  const known = [...byYear.keys()].sort((a, b) => a - b);
  let firstYear = known[0] ?? 2025;
  let lastYear = known[known.length - 1] ?? firstYear;
  let firstDay = 0;
  /** Working days up to and with a day, by day number from `firstDay`. */
  let ordinals = new Int32Array(0);
  /** The day number of the k-th working day, k from 1 at index 0. */
  let workingDays = new Int32Array(0);

  const index = (): void => {
    firstDay = dayNumber(`${firstYear}-01-01`);
    const days = dayNumber(`${lastYear + 1}-01-01`) - firstDay;
    const closed = new Uint8Array(days);
    for (let i = 0; i < days; i += 1) {
      const weekday = weekdayOfDay(firstDay + i);
      closed[i] = weekday === 0 || weekday === 6 ? 1 : 0;
    }
    for (let year = firstYear; year <= lastYear; year += 1) {
      const table = byYear.get(year) ?? provisionalYear(year);
      for (const date of table.off) closed[dayNumber(date) - firstDay] = 1;
      for (const date of table.work) closed[dayNumber(date) - firstDay] = 0;
    }
    ordinals = new Int32Array(days);
    const open: number[] = [];
    for (let i = 0; i < days; i += 1) {
      if (closed[i] === 0) open.push(firstDay + i);
      ordinals[i] = open.length;
    }
    workingDays = Int32Array.from(open);
  };
  index();

  const cover = (year: number): void => {
    if (year >= firstYear && year <= lastYear) return;
    firstYear = Math.min(firstYear, year);
    lastYear = Math.max(lastYear, year);
    index();
  };
  const ordinalOf = (day: number, year: number): number => {
    cover(year);
    return ordinals[day - firstDay] ?? 0;
  };
  const dayOfOrdinal = (ordinal: number): number => {
    while (ordinal > workingDays.length) cover(lastYear + 1);
    let wanted = ordinal;
    while (wanted < 1) {
      const before = workingDays.length;
      cover(firstYear - 1);
      wanted += workingDays.length - before;
    }
    return workingDays[wanted - 1] ?? 0;
  };

  const isWorkingDay = (date: LocalDate): boolean => {
    const day = dayNumber(date);
    const ordinal = ordinalOf(day, yearOf(date));
    return ordinal > 0 && workingDays[ordinal - 1] === day;
  };
  const addWorkingDays = (date: LocalDate, n: number): LocalDate => {
    const day = dayNumber(date);
    const ordinal = ordinalOf(day, yearOf(date));
    const onWorkingDay = ordinal > 0 && workingDays[ordinal - 1] === day;
    // From a closed day, counting back starts at the next working day, counting on at the last one.
    const base = onWorkingDay || n > 0 ? ordinal : ordinal + 1;
    return dateOfDay(dayOfOrdinal(base + n));
  };
  return {
    years: known.map((year) => byYear.get(year)).filter((year) => year !== undefined),
    isWorkingDay,
    addWorkingDays,
    workingDaysBetween(from, to) {
      const [first, last] = from <= to ? [from, to] : [to, from];
      cover(yearOf(first));
      cover(yearOf(last));
      const count = ordinalOf(dayNumber(last), yearOf(last)) - ordinalOf(dayNumber(first), yearOf(first));
      // Never -0, which is another number to whoever compares.
      return from <= to || count === 0 ? count : -count;
    },
    workingDayFrom: (date) => addWorkingDays(date, 0),
    isProvisional(from, to) {
      for (let year = yearOf(from); year <= yearOf(to); year += 1) {
        if (byYear.get(year)?.status !== 'official') return true;
      }
      return false;
    },
  };
}
