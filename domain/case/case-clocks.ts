import type { Calendar } from '../calendar.ts';
import { dueDate, rungInstants, type ClockName, type DueDate, type Pause, type Rung } from '../clocks.ts';
import { dateOf, type Instant } from '../time.ts';
import type { CaseClock, CaseState } from './state.ts';

/** What falls due next on a clock: a rung of its ladder, or the end that the law attaches to it. */
export interface Due {
  readonly at: Instant;
  readonly clock: ClockName;
  readonly rung: Rung;
}

export const isPaused = (clock: CaseClock): boolean =>
  clock.stopped === null && clock.pauses.some((pause) => pause.to === null);

export const dueOf = (state: CaseState, clock: CaseClock, calendar: Calendar): DueDate =>
  dueDate(clock, calendar, state.policy.closingTime);

const RUNGS = ['warning', 'yellow', 'red'] as const;

function nextRung(state: CaseState, name: ClockName, clock: CaseClock, calendar: Calendar): Due | null {
  if (clock.stopped !== null || isPaused(clock)) return null;
  const { dueOn } = dueOf(state, clock, calendar);
  const instants = rungInstants(dueOn, state.policy, calendar, state.policy.closingTime);
  for (const rung of RUNGS) {
    if (clock.rungs[rung] !== undefined) continue;
    // Already past this rung by a later one: an extension or pause may bring a clock back below it, never twice.
    const at = instants[rung];
    if (rung === 'warning' && (at < clock.startedAt || clock.rungs.yellow !== undefined)) continue;
    return { at, clock: name, rung };
  }
  return null;
}

/** The nearest due instant of all running clocks; null when nothing can fall due. The one timer waits for it. */
export function nextDue(state: CaseState, calendar: Calendar): Due | null {
  let nearest: Due | null = null;
  for (const [name, clock] of Object.entries(state.clocks) as [ClockName, CaseClock][]) {
    const due = nextRung(state, name, clock, calendar);
    if (due !== null && (nearest === null || due.at < nearest.at)) nearest = due;
  }
  return nearest;
}

/** Clocks that card a case; the others escalate without a card (contract). */
const cards = (name: ClockName): boolean =>
  name === 'statutory' || name === 'promised' || name === 'green' || name.startsWith('department:');

/**
 * The worst of the carding clocks. A warning ends with the wait it warned of; a card that was shown stays on the case,
 * for the figures of the hall.
 */
export function cardOf(state: CaseState): 'none' | 'warning' | 'yellow' | 'red' {
  let worst = 0;
  for (const [name, clock] of Object.entries(state.clocks) as [ClockName, CaseClock][]) {
    if (!cards(name)) continue;
    const { warning, yellow, red } = clock.rungs;
    if (red !== undefined) worst = Math.max(worst, 3);
    else if (yellow !== undefined) worst = Math.max(worst, 2);
    else if (warning !== undefined && clock.stopped === null) worst = Math.max(worst, 1);
  }
  return (['none', 'warning', 'yellow', 'red'] as const)[worst] ?? 'none';
}

/** How a clock stands, as the case's own record tells it. A clock stopped after its limit stays overdue. */
export function clockState(
  state: CaseState,
  clock: CaseClock,
  calendar: Calendar,
): 'running' | 'paused' | 'overdue' | 'met' | 'cancelled' {
  if (clock.rungs.yellow !== undefined) return 'overdue';
  if (clock.stopped !== null) {
    if (clock.stopped.how === 'cancelled') return 'cancelled';
    return clock.stopped.at >= dueOf(state, clock, calendar).dueAt ? 'overdue' : 'met';
  }
  return isPaused(clock) ? 'paused' : 'running';
}

/** The due date counted as if open pauses end as planned; null when a pause has no plan. */
export function expectedDue(state: CaseState, clock: CaseClock, calendar: Calendar): DueDate | null {
  if (!isPaused(clock)) return dueOf(state, clock, calendar);
  const pauses: Pause[] = [];
  for (const pause of clock.pauses) {
    if (pause.to !== null) pauses.push(pause);
    else if (pause.plannedDays === undefined) return null;
    else pauses.push({ ...pause, to: calendar.addWorkingDays(pause.from, pause.plannedDays) });
  }
  return dueDate({ ...clock, pauses }, calendar, state.policy.closingTime);
}

/** The day of the last event: what a reader without a clock may call today. */
export const lastDay = (state: CaseState): string => dateOf(state.lastEventAt);

/** The earliest due date of the clocks that still run: what lists are sorted by. */
export function caseDueAt(state: CaseState, calendar: Calendar): Instant | null {
  const due = (Object.entries(state.clocks) as [ClockName, CaseClock][])
    .filter(([, clock]) => clock.stopped === null && !isPaused(clock))
    .map(([, clock]) => dueOf(state, clock, calendar).dueAt)
    .sort();
  return due[0] ?? null;
}
