/**
 * Dates and instants of the hall, by arithmetic only: Asia/Shanghai is +08:00 all year (no daylight saving
 * since 1991), so no zone database, no host zone and no clock is ever read.
 */

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type LocalDate = string;

/** An instant, RFC 3339 with the hall's offset: `2026-11-24T14:03:22.123+08:00`. Sorts as text. */
export type Instant = string;

const MS_PER_DAY = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Days since 1970-01-01 of a `YYYY-MM-DD`. Throws `RangeError` when it is not a date of the calendar. */
export function dayNumber(date: LocalDate): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const day = ms / MS_PER_DAY;
  // The engine takes 02-30 for 03-02: what lies past a month's 28th is looked at twice.
  if (date.length !== 10 || Number.isNaN(ms) || (date.slice(8) > '28' && dateOfDay(day) !== date))
    throw new RangeError(`not a date: ${date}`);
  return day;
}

/** The `YYYY-MM-DD` of a day number; the days-to-civil algorithm, since a `Date` a call is ten times dearer. */
export function dateOfDay(day: number): LocalDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day1 = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day1, 2)}`;
}

/** True for a `YYYY-MM-DD` that exists (not 2026-02-30). */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dateOfDay(ms / MS_PER_DAY) === text;
}

/** The year of a date. */
export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** 0 Sunday … 6 Saturday, of a day number. */
export const weekdayOfDay = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** `n` calendar days later (earlier when negative). */
export const addDays = (date: LocalDate, n: number): LocalDate => dateOfDay(dayNumber(date) + n);

/** Calendar days from one date to another, negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

/** `n` months later on the same day number, or the last day of a shorter month (民法典 201–202). */
export function addMonths(date: LocalDate, n: number): LocalDate {
  const months = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + n;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  const lastDay =
    dayNumber(month === 12 ? `${pad(year + 1, 4)}-01-01` : `${pad(year, 4)}-${pad(month + 1, 2)}-01`) - 1;
  const lastOfMonth = dateOfDay(lastDay);
  const wanted = `${pad(year, 4)}-${pad(month, 2)}-${date.slice(8)}`;
  return wanted > lastOfMonth ? lastOfMonth : wanted;
}

/** Milliseconds since the epoch of an instant. */
export function msOf(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

/** The instant of a number of milliseconds since the epoch, in the hall's offset. */
export function instantOf(ms: number): Instant {
  const local = Math.floor(ms) + OFFSET_MS;
  const day = Math.floor(local / MS_PER_DAY);
  const rest = local - day * MS_PER_DAY;
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor((rest % 3_600_000) / 60_000);
  const seconds = Math.floor((rest % 60_000) / 1000);
  return `${dateOfDay(day)}T${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(rest % 1000, 3)}+08:00`;
}

/** The calendar day in Asia/Shanghai on which an instant lies: how an act is dated, whatever the hour. */
export const dateOf = (instant: Instant): LocalDate =>
  instant.endsWith('+08:00') ? instant.slice(0, 10) : instantOf(msOf(instant)).slice(0, 10);

/** The instant at which the hall closes on a day; `closingTime` is `HH:MM` (民法典 203). */
export const closeOf = (date: LocalDate, closingTime: string): Instant =>
  `${date}T${closingTime}:00.000+08:00`;

/** The later of two instants. Both must be in the hall's offset. */
export const laterOf = (a: Instant, b: Instant): Instant => (a >= b ? a : b);
