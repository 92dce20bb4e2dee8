import type { Calendar } from './calendar.ts';
import { addDays, addMonths, closeOf, dateOf, daysBetween, type Instant, type LocalDate } from './time.ts';

/** A limit is a number and a unit: working days (L82), calendar days (建筑法 8), months (民办教育促进法 17). */
export type LimitUnit = 'WD' | 'ND' | 'MONTH';
export interface Limit {
  readonly n: number;
  readonly unit: LimitUnit;
}

/** The clocks of a case (C2). A joint case has one `department:…` for each department. */
export type ClockName =
  | 'acceptance'
  | 'supplement'
  | 'statutory'
  | 'promised'
  | 'green'
  | 'step'
  | 'delivery'
  | `department:${string}`;

/** A stretch of days that a clock does not count: the day it starts is not counted, the day it ends is. */
export interface Pause {
  readonly from: LocalDate;
  /** Null while it lasts. */
  readonly to: LocalDate | null;
  /** The instant it began; without it, the day's begin counts. */
  readonly at?: Instant;
  /** Working days it is planned to last, for the expected date while it is open. */
  readonly plannedDays?: number;
}

/** An extension (L42): working days on top of the limit. */
export interface ClockExtension {
  readonly days: number;
}

/** What a clock counts from; the due date is always computed from it, never stored or patched. */
export interface ClockFacts {
  readonly startedOn: LocalDate;
  readonly limit: Limit;
  readonly pauses: readonly Pause[];
  readonly extension?: ClockExtension | undefined;
}

export interface DueDate {
  readonly dueOn: LocalDate;
  /** The close of the hall's business on that day (民法典 203). */
  readonly dueAt: Instant;
  /** Days not counted so far, in the limit's own unit (calendar days for months). */
  readonly pausedDays: number;
  /** True when a year it reaches into is not published. */
  readonly provisional: boolean;
}

/** The default close of the hall's business. */
export const CLOSING_TIME = '18:00';

function limitEnd(
  calendar: Calendar,
  startedOn: LocalDate,
  limit: Limit,
  pausedDays: number,
  extensionDays: number,
): LocalDate {
  let end: LocalDate;
  switch (limit.unit) {
    case 'WD':
      // “The same day” of a closed day is the next one worked; what is added counts from there.
      return calendar.addWorkingDays(
        limit.n === 0 ? calendar.workingDayFrom(startedOn) : startedOn,
        limit.n + pausedDays + extensionDays,
      );
    case 'ND':
      end = addDays(startedOn, limit.n + pausedDays);
      break;
    case 'MONTH':
      end = addDays(addMonths(startedOn, limit.n), pausedDays);
      break;
  }
  // A limit in calendar days or months that ends on a closed day moves to the next working day (民法典 203).
  const rolled = calendar.workingDayFrom(end);
  return extensionDays === 0 ? rolled : calendar.addWorkingDays(rolled, extensionDays);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pauses as disjoint stretches in order, so that overlapping ones count once. */
function merged(pauses: readonly Pause[]): { from: LocalDate; to: LocalDate; at: Instant | null }[] {
  const closed = pauses
    .map((pause) => ({ from: pause.from, to: pause.to ?? pause.from, at: pause.at ?? null }))
    .filter((pause) => pause.to > pause.from)
    // Of those of one day the earliest counts: whoever lists them in another order must get the same date.
    .sort((a, b) => compare(a.from, b.from) || compare(a.at ?? '', b.at ?? ''));
  const result: { from: LocalDate; to: LocalDate; at: Instant | null }[] = [];
  for (const pause of closed) {
    const last = result[result.length - 1];
    // One that begins on the day the other ended is judged by itself: the clock may have run out in between.
    if (last !== undefined && pause.from < last.to) {
      if (pause.to > last.to) result[result.length - 1] = { ...last, to: pause.to };
    } else {
      result.push(pause);
    }
  }
  return result;
}

/**
 * When a limit ends: a pure function of (start, limit, pauses, extension, calendar). Article 82 and section 2 of
 * `law.md`: the first day is not counted, the last ends at the close of business, pauses are whole days in the limit's
 * own unit, and a pause that begins after the limit has passed does not move it. A pause still open moves nothing yet.
 */
export function dueDate(facts: ClockFacts, calendar: Calendar, closingTime = CLOSING_TIME): DueDate {
  const extensionDays = facts.extension?.days ?? 0;
  let pausedDays = 0;
  let dueOn = limitEnd(calendar, facts.startedOn, facts.limit, 0, extensionDays);
  for (const pause of merged(facts.pauses)) {
    const from = pause.from < facts.startedOn ? facts.startedOn : pause.from;
    if (from >= pause.to) continue;
    const afterDue =
      pause.at !== null && pause.from === dueOn ? pause.at >= closeOf(dueOn, closingTime) : from > dueOn;
    if (afterDue) break;
    pausedDays +=
      facts.limit.unit === 'WD' ? calendar.workingDaysBetween(from, pause.to) : daysBetween(from, pause.to);
    dueOn = limitEnd(calendar, facts.startedOn, facts.limit, pausedDays, extensionDays);
  }
  return {
    dueOn,
    dueAt: closeOf(dueOn, closingTime),
    pausedDays,
    provisional: calendar.isProvisional(facts.startedOn, dueOn),
  };
}

/**
 * Working days (WD limits) or calendar days left on a day; 0 on the last day, negative when overdue, also on the closed
 * days right after the last one.
 */
export function remainingDays(limit: Limit, dueOn: LocalDate, today: LocalDate, calendar: Calendar): number {
  const left = limit.unit === 'WD' ? calendar.workingDaysBetween(today, dueOn) : daysBetween(today, dueOn);
  return today > dueOn ? Math.min(left, -1) : left;
}

/** How loudly a clock speaks: warning before, yellow card when overdue, red card later (C4, M27–M28). */
export type Rung = 'warning' | 'yellow' | 'red';

export interface RungPolicy {
  /** Working days before the due instant at which the warning is raised. */
  readonly warnDaysBefore: number;
  /** Working days after it at which the red card is shown. */
  readonly redDaysAfter: number;
}

/** The instants at which the rungs of a clock fall due. */
export function rungInstants(
  dueOn: LocalDate,
  policy: RungPolicy,
  calendar: Calendar,
  closingTime = CLOSING_TIME,
): Record<Rung, Instant> {
  return {
    warning: closeOf(calendar.addWorkingDays(dueOn, -policy.warnDaysBefore), closingTime),
    yellow: closeOf(dueOn, closingTime),
    red: closeOf(calendar.addWorkingDays(dueOn, policy.redDaysAfter), closingTime),
  };
}

/** The day a pause that began at an instant is dated by. */
export const pauseFrom = (at: Instant): LocalDate => dateOf(at);
