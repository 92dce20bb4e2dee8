import type { ClockName, Limit } from '../clocks.ts';
import { dateOf, type Instant, type LocalDate } from '../time.ts';
import type { Post, SubmittedMaterial } from './acts.ts';
import type { CaseEvent, EventActor, EventOf } from './events.ts';
import {
  POST_OF_STAGE,
  type CaseClocks,
  type CaseMaterial,
  type CaseResult,
  type CaseState,
  type LastAct,
  type Opinion,
  type PersonRef,
  type Side,
  type Stage,
  type Undo,
} from './state.ts';

/**
 * Applies one event: the only way a state changes. It decides nothing and refuses nothing, so replaying the events of
 * a case gives the same state for ever.
 */
export function evolve(state: CaseState, event: CaseEvent): CaseState {
  const after = applyEvent(state, event);
  return {
    ...after,
    revision: event.seq,
    lastEventAt: event.at,
    acts: event.action === undefined ? after.acts : remembered(after, event),
  };
}

function remembered(state: CaseState, event: CaseEvent): CaseState['acts'] {
  const { action } = event;
  if (action === undefined) return state.acts;
  const base = { fingerprint: action.fingerprint, revision: event.seq };
  if (event.type === 'refused') {
    const { act, code, message } = event.detail;
    return { ...state.acts, [action.key]: { ...base, type: act, status: 'rejected', code, message } };
  }
  const type = event.type as Exclude<typeof event.type, 'received'>;
  return { ...state.acts, [action.key]: { ...base, type: type as never, status: 'applied' } };
}

function applyEvent(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'received':
      return state;
    case 'accept':
      return accepted(asWindow(state, event), event, 'notice', event.detail.acceptedOn);
    case 'deemedAccepted':
      return accepted({ ...state, lastAct: null }, event, 'deemed', event.detail.acceptedOn);
    case 'requestSupplement':
      return requestedSupplement(asWindow(state, event), event);
    case 'submitSupplement':
      return submittedSupplement(state, event);
    case 'notSupplemented':
      return closed({ ...state, lastAct: null }, 'notSupplemented', event.at);
    case 'decline':
      return closed(answered(final(asWindow(state, event), event), event.at), 'declined', event.at);
    case 'notRequired':
      return closed(answered(final(asWindow(state, event), event), event.at), 'notRequired', event.at);
    case 'withdraw':
      return closed(final(asWindowOrApplicant(state, event), event), 'withdrawn', event.at);
    case 'correct':
      // The words before it are personal data, which no state keeps: a wrong correction is corrected, not recalled.
      return final(asWindow(state, event), event);
    case 'assign':
      return recallable(assigned(state, event), state, event);
    case 'propose':
      return recallable(
        toStage(
          opined(asPost(state, event, 'handle'), event, event.detail.opinion, event.detail.proposal),
          'reviewing',
          event.at,
        ),
        state,
        event,
      );
    case 'endorse':
      return recallable(
        toStage(
          opined(asPost(state, event, 'review'), event, event.detail.opinion, null),
          'deciding',
          event.at,
        ),
        state,
        event,
      );
    case 'return': {
      const post = POST_OF_STAGE[state.stage] ?? 'review';
      return recallable(
        toStage(
          opined(asPost(state, event, post), event, event.detail.reason, null),
          event.detail.to,
          event.at,
        ),
        state,
        event,
      );
    }
    case 'decide':
      return recallable(decided(asPost(state, event, 'decide'), event), state, event);
    case 'recordPayment':
      return recallable(
        {
          ...asWindow(state, event),
          payment: { amount: event.detail.amount, receiptNo: event.detail.receiptNo, at: event.at },
        },
        state,
        event,
      );
    case 'issue':
      return recallable(
        toStage(
          { ...asWindow(state, event), document: { no: event.detail.documentNo, at: event.at } },
          'delivering',
          event.at,
        ),
        state,
        event,
      );
    case 'deliver':
      return delivered(final(asWindow(state, event), event), event);
    case 'recall':
      return recalled(state);
    case 'note':
      return state;
    case 'urge':
      return {
        ...state,
        urges: [
          ...state.urges,
          {
            id: event.detail.urgeId,
            by: event.actor?.staffId ?? '',
            on: dateOf(event.at),
            replyBy: event.detail.replyBy ?? null,
          },
        ],
      };
    case 'void': {
      const { reason } = event.detail;
      const proposal = {
        actionId: event.action?.id ?? '',
        type: 'void',
        by: personOf(event.actor),
        reason,
      } as const;
      return recallable({ ...state, proposal }, state, event);
    }
    case 'reopen':
      return {
        ...state,
        proposal: {
          actionId: event.action?.id ?? '',
          type: 'reopen',
          by: personOf(event.actor),
          reason: event.detail.reason,
        },
      };
    case 'consent':
      return consented(state, event);
    case 'noticeIssued': {
      const { kind } = event.detail.notice;
      return {
        ...state,
        noticeCounts: { ...state.noticeCounts, [kind]: (state.noticeCounts[kind] ?? 0) + 1 },
      };
    }
    case 'noticeRevoked':
      return state;
    case 'clockWarned':
      return withRung(state, event.detail.clock, 'warning', event.at);
    case 'clockOverdue':
      return withRung(state, event.detail.clock, 'yellow', event.at);
    case 'escalated': {
      const { clock, rung, to } = event.detail;
      const escalations = [...state.escalations, { at: event.at, clock, rung, to }];
      return withRung({ ...state, escalations }, clock, rung, event.at);
    }
    case 'refused':
      return state;
  }
}

const personOf = (actor: EventActor | null): PersonRef => ({
  staffId: actor?.staffId ?? '',
  personId: actor?.personId ?? '',
});

const onSide = (state: CaseState, actor: EventActor | null, side: Side): CaseState =>
  actor === null ? state : { ...state, sides: { ...state.sides, [actor.personId]: side } };

const asWindow = (state: CaseState, event: CaseEvent): CaseState => onSide(state, event.actor, 'window');

const asWindowOrApplicant = (state: CaseState, event: CaseEvent): CaseState =>
  event.actor?.duty === 'applicant' ? state : asWindow(state, event);

/** The first one of a duty who acts takes the case (contract, `assign`). */
function asPost(state: CaseState, event: CaseEvent, post: Post): CaseState {
  if (event.actor === null) return state;
  const person = personOf(event.actor);
  const name = post === 'handle' ? 'handler' : post === 'review' ? 'reviewer' : 'decider';
  return {
    ...onSide(state, event.actor, post),
    assignees: { ...state.assignees, [post]: person },
    people: { ...state.people, [name]: person.staffId },
  };
}

function undoOf(state: CaseState): Undo {
  const { stage, result, decision, payment, document, clocks, assignees, people, proposal, waitingSince } =
    state;
  return { stage, result, decision, payment, document, clocks, assignees, people, proposal, waitingSince };
}

const lastActOf = (event: CaseEvent, undo: Undo | null): LastAct | null =>
  event.action === undefined || event.actor === null || event.type === 'refused' || event.type === 'received'
    ? null
    : {
        actionId: event.action.id,
        type: event.type as LastAct['type'],
        by: personOf(event.actor),
        duty: event.actor.duty,
        undo,
      };

/** An act that may be recalled before the next one. */
const recallable = (after: CaseState, before: CaseState, event: CaseEvent): CaseState => ({
  ...after,
  lastAct: lastActOf(event, undoOf(before)),
});

/** An act whose notice is served at once: it stands. */
const final = (state: CaseState, event: CaseEvent): CaseState => ({
  ...state,
  lastAct: lastActOf(event, null),
});

function startClock(
  clocks: CaseClocks,
  name: ClockName,
  startedOn: LocalDate,
  startedAt: Instant,
  limit: Limit,
): CaseClocks {
  return { ...clocks, [name]: { startedOn, startedAt, limit, pauses: [], stopped: null, rungs: {} } };
}

function stopClock(clocks: CaseClocks, name: ClockName, at: Instant, how: 'met' | 'cancelled'): CaseClocks {
  const clock = clocks[name];
  return clock?.stopped !== null ? clocks : { ...clocks, [name]: { ...clock, stopped: { at, how } } };
}

/** Declining in time answers the application as well as accepting it does (L32). */
const answered = (state: CaseState, at: Instant): CaseState => ({
  ...state,
  clocks: stopClock(state.clocks, 'acceptance', at, 'met'),
});

const stopAll = (clocks: CaseClocks, at: Instant): CaseClocks =>
  (Object.keys(clocks) as ClockName[]).reduce((all, name) => stopClock(all, name, at, 'cancelled'), clocks);

function withRung(
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
function toStage(state: CaseState, stage: Stage, at: Instant): CaseState {
  let clocks = stopClock(state.clocks, 'step', at, 'met');
  if (stage === 'handling' || stage === 'reviewing' || stage === 'deciding')
    clocks = startClock(clocks, 'step', dateOf(at), at, state.item.stepLimits[stage]);
  return { ...state, stage, clocks, waitingSince: at };
}

function closed(state: CaseState, result: CaseResult, at: Instant): CaseState {
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

/** Acceptance starts the statutory and the promised clock, on the day it is dated by (L42, M6). */
function accepted(
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

function requestedSupplement(state: CaseState, event: EventOf<'requestSupplement'>): CaseState {
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

function submittedSupplement(before: CaseState, event: EventOf<'submitSupplement'>): CaseState {
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

/** Later ones replace earlier ones of the same code. */
export function mergeMaterials(
  present: readonly CaseMaterial[],
  submitted: readonly SubmittedMaterial[],
  on: LocalDate,
): CaseMaterial[] {
  const codes = new Set(submitted.map((material) => material.code));
  return [
    ...present.filter((material) => !codes.has(material.code)),
    ...submitted.map((material) => ({
      code: material.code,
      copies: material.copies ?? 1,
      form: material.form ?? null,
      fileId: material.fileId ?? null,
      receivedOn: on,
    })),
  ];
}

function assigned(state: CaseState, event: EventOf<'assign'>): CaseState {
  const { duty, staffId, personId } = event.detail;
  return {
    ...state,
    assignees: { ...state.assignees, [duty]: { staffId, personId } },
  };
}

function opined(
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

function decided(state: CaseState, event: EventOf<'decide'>): CaseState {
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

function delivered(state: CaseState, event: EventOf<'deliver'>): CaseState {
  const clocks = stopClock(state.clocks, 'delivery', event.at, 'met');
  return closed({ ...state, clocks }, state.result ?? 'granted', event.at);
}

/** Gives back what the last act changed; who took part stays on record, and rungs climbed since stay climbed. */
function recalled(state: CaseState): CaseState {
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

function consented(state: CaseState, event: EventOf<'consent'>): CaseState {
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
  if (state.acceptedOn === null) {
    const clocks = startClock({}, 'acceptance', on, at, state.policy.acceptance);
    return { ...base, stage: 'received', waitingSince: at, clocks };
  }
  let clocks = startClock({}, 'statutory', on, at, state.item.statutory);
  clocks = startClock(clocks, 'promised', on, at, state.item.promised);
  return toStage({ ...base, clocks }, state.item.kind === 'instant' ? 'deciding' : 'handling', at);
}
