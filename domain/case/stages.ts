import type { ClockName, Limit } from '../clocks.ts';
import { dateOf, type Instant, type LocalDate } from '../time.ts';
import type { CaseClocks, CaseResult, CaseState, Stage } from './state.ts';

export function startClock(
  clocks: CaseClocks,
  name: ClockName,
  startedOn: LocalDate,
  startedAt: Instant,
  limit: Limit,
): CaseClocks {
  return { ...clocks, [name]: { startedOn, startedAt, limit, pauses: [], stopped: null, rungs: {} } };
}

export function stopClock(
  clocks: CaseClocks,
  name: ClockName,
  at: Instant,
  how: 'met' | 'cancelled',
): CaseClocks {
  const clock = clocks[name];
  return clock?.stopped !== null ? clocks : { ...clocks, [name]: { ...clock, stopped: { at, how } } };
}

/** Declining in time answers the application as well as accepting it does (L32). */
export const answered = (state: CaseState, at: Instant): CaseState => ({
  ...state,
  clocks: stopClock(state.clocks, 'acceptance', at, 'met'),
});

const stopAll = (clocks: CaseClocks, at: Instant): CaseClocks =>
  (Object.keys(clocks) as ClockName[]).reduce((all, name) => stopClock(all, name, at, 'cancelled'), clocks);

export function withRung(
  state: CaseState,
  name: ClockName,
  rung: 'warning' | 'yellow' | 'red',
  at: Instant,
): CaseState {
  const clock = state.clocks[name];
  if (clock === undefined) return state;
  return {
    ...state,
    clocks: { ...state.clocks, [name]: { ...clock, rungs: { ...clock.rungs, [rung]: at } } },
  };
}

/** Moves to a stage of the procedure and starts its own clock; the step before has met its clock. */
export function toStage(state: CaseState, stage: Stage, at: Instant): CaseState {
  let clocks = stopClock(state.clocks, 'step', at, 'met');
  if (stage === 'handling' || stage === 'reviewing' || stage === 'deciding')
    clocks = startClock(clocks, 'step', dateOf(at), at, state.item.stepLimits[stage]);
  return { ...state, stage, clocks, waitingSince: at };
}

export function closed(state: CaseState, result: CaseResult, at: Instant): CaseState {
  return {
    ...state,
    stage: 'closed',
    result,
    closedAt: at,
    waitingSince: at,
    proposal: null,
    clocks: stopAll(state.clocks, at),
  };
}
