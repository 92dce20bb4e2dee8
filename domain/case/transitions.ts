import type { ClockName } from '../clocks.ts';
import { dateOf, type Instant, type LocalDate } from '../time.ts';
import { asWindowOrApplicant, final, lastActOf, personOf } from './actors.ts';
import type { CaseEvent, EventOf } from './events.ts';
import { mergeMaterials } from './materials.ts';
import { closed, startClock, stopClock, toStage } from './stages.ts';
import type { CaseClocks, CaseState, Opinion } from './state.ts';

/** Acceptance starts the statutory and the promised clock, on the day it is dated by (L42, M6). */
export function accepted(
  state: CaseState,
  event: EventOf<'accept'> | EventOf<'deemedAccepted'>,
  basis: 'notice' | 'deemed',
  acceptedOn: LocalDate,
): CaseState {
  const { item } = state;
  // Back-dated acceptance counts from the day of receipt or of the last supplement, not from the day it was noticed.
  const startedAt =
    acceptedOn === dateOf(event.at) ? event.at : (state.clocks.acceptance?.startedAt ?? state.receivedAt);
  let clocks = stopClock(state.clocks, 'acceptance', event.at, 'met');
  clocks = startClock(clocks, 'statutory', acceptedOn, startedAt, item.statutory);
  clocks = startClock(clocks, 'promised', acceptedOn, startedAt, item.promised);
  const next = toStage({ ...state, clocks }, item.kind === 'instant' ? 'deciding' : 'handling', event.at);
  return {
    ...next,
    acceptedOn,
    acceptanceBasis: basis,
    people: { ...next.people, accepter: event.actor?.staffId ?? null },
    lastAct: lastActOf(event, null),
  };
}

export function requestedSupplement(state: CaseState, event: EventOf<'requestSupplement'>): CaseState {
  const clocks = startClock(
    stopClock(state.clocks, 'acceptance', event.at, 'met'),
    'supplement',
    dateOf(event.at),
    event.at,
    state.policy.supplement,
  );
  return {
    ...final(state, event),
    stage: 'supplementing',
    waitingSince: event.at,
    clocks,
    notice: {
      at: event.at,
      missing: event.detail.missing,
      outstanding: event.detail.missing.map((material) => material.code),
      lastSupplementOn: null,
      lastSupplementAt: null,
    },
  };
}

export function submittedSupplement(before: CaseState, event: EventOf<'submitSupplement'>): CaseState {
  const state = asWindowOrApplicant(before, event);
  const on = dateOf(event.at);
  // After a supplement the acceptance clock starts anew, from the last one (contract, clocks).
  const clocks = startClock(
    stopClock(state.clocks, 'supplement', event.at, 'met'),
    'acceptance',
    on,
    event.at,
    state.policy.acceptance,
  );
  return {
    ...final(state, event),
    stage: 'received',
    waitingSince: event.at,
    clocks,
    materials: mergeMaterials(state.materials, event.detail.materials, on),
    notice:
      state.notice === null
        ? null
        : {
            ...state.notice,
            outstanding: event.detail.outstanding,
            lastSupplementOn: on,
            lastSupplementAt: event.at,
          },
  };
}

export function assigned(state: CaseState, event: EventOf<'assign'>): CaseState {
  const { duty, staffId, personId } = event.detail;
  return {
    ...state,
    assignees: { ...state.assignees, [duty]: { staffId, personId } },
  };
}

export function opined(
  state: CaseState,
  event: CaseEvent,
  text: string,
  proposal: 'grant' | 'refuse' | null,
): CaseState {
  const opinion: Opinion = {
    act: event.type as Opinion['act'],
    by: personOf(event.actor),
    at: event.at,
    text,
    proposal,
  };
  return { ...state, opinions: [...state.opinions, opinion] };
}

export function decided(state: CaseState, event: EventOf<'decide'>): CaseState {
  const { result, opinion, reasons, citesRecord } = event.detail;
  const { at } = event;
  let { clocks } = state;
  for (const name of ['statutory', 'promised', 'green'] as const) clocks = stopClock(clocks, name, at, 'met');
  clocks = startClock(clocks, 'delivery', dateOf(at), at, state.policy.delivery);
  const withOpinion = opined({ ...state, clocks }, event, opinion, result);
  return {
    ...toStage(withOpinion, 'issuing', at),
    result: result === 'grant' ? 'granted' : 'refused',
    decision: { result, on: dateOf(at), at, reasons: reasons ?? null, citesRecord: citesRecord ?? null },
  };
}

export function delivered(state: CaseState, event: EventOf<'deliver'>): CaseState {
  const clocks = stopClock(state.clocks, 'delivery', event.at, 'met');
  return closed({ ...state, clocks }, state.result ?? 'granted', event.at);
}

/** Gives back what the last act changed; who took part stays on record, and rungs climbed since stay climbed. */
export function recalled(state: CaseState): CaseState {
  const undo = state.lastAct?.undo;
  if (undo === null || undo === undefined) return state;
  const clocks: Partial<Record<ClockName, CaseState['clocks'][ClockName]>> = {};
  for (const [name, clock] of Object.entries(undo.clocks) as [
    ClockName,
    NonNullable<CaseClocks[ClockName]>,
  ][]) {
    const now = state.clocks[name];
    clocks[name] =
      now?.startedAt === clock.startedAt ? { ...clock, rungs: { ...clock.rungs, ...now.rungs } } : clock;
  }
  return { ...state, ...undo, clocks: clocks as CaseClocks, lastAct: null };
}

export function consented(state: CaseState, event: EventOf<'consent'>): CaseState {
  switch (state.proposal?.type) {
    case 'void':
      return closed(final(state, event), 'voided', event.at);
    case 'reopen':
      return reopened(final(state, event), event.at);
    case undefined:
      return state;
  }
}

/** A reopened case goes through its procedure again from acceptance on, with its clocks anew; the past stays as it was. */
function reopened(state: CaseState, at: Instant): CaseState {
  const on = dateOf(at);
  const base: CaseState = {
    ...state,
    result: null,
    closedAt: null,
    decision: null,
    document: null,
    proposal: null,
    clocks: {},
  };
  // How the application was accepted stays told; what came after it begins anew.
  const { acceptance } = state.clocks;
  const kept: CaseClocks = acceptance === undefined ? {} : { acceptance };
  if (state.acceptedOn === null) {
    const clocks = startClock({}, 'acceptance', on, at, state.policy.acceptance);
    return { ...base, stage: 'received', waitingSince: at, clocks };
  }
  let clocks = startClock(kept, 'statutory', on, at, state.item.statutory);
  clocks = startClock(clocks, 'promised', on, at, state.item.promised);
  return toStage({ ...base, clocks }, state.item.kind === 'instant' ? 'deciding' : 'handling', at);
}
