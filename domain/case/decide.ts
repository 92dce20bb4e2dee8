import type { Applicant } from '../applicant.ts';
import type { Calendar } from '../calendar.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Instant } from '../time.ts';
import { actKey, type ActMessage } from './acts.ts';
import { contentProblem } from './content.ts';
import type { Capacity } from './duties.ts';
import type { CaseEvent, EventActor } from './events.ts';
import { perform } from './perform.ts';
import { Recorder } from './recorder.ts';
import { guard } from './rules.ts';
import type { CaseState } from './state.ts';

/** What the rules need beside the state: the time, the calendar the case counts by, and the applicant to correct. */
export interface DecideContext {
  /** The instant the act is dated by. */
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly applicant: Applicant;
}

export type Verdict =
  | { readonly rejection: Rejection }
  | {
      readonly rejection: null;
      readonly events: readonly CaseEvent[];
      readonly state: CaseState;
      readonly applicant: Applicant;
    };

/**
 * The one rule book: whether an act is lawful now, and what follows from it. Checks in the contract's order: duty 403,
 * stage 409, separation 403, content 422. Pure; `state` must have been ticked to `now`.
 */
export function decide(state: CaseState, message: ActMessage, context: DecideContext): Verdict {
  const guarded = guard(state, message.act.type, message.actor, context.now);
  const refusal = 'refused' in guarded ? (overtaken(state, message) ?? guarded.refused) : null;
  // Whoever has no such duty learns nothing of the case; to all others a stale view explains more than a wrong stage.
  if (
    refusal?.code !== 'forbidden' &&
    message.ifRevision !== undefined &&
    message.ifRevision !== state.revision
  )
    return {
      rejection: reject('changed', `案件已变更:当前版本 ${state.revision},您看到的是 ${message.ifRevision}`),
    };
  if (refusal !== null) return { rejection: refusal };
  if ('refused' in guarded) return { rejection: guarded.refused };
  const { capacity } = guarded;
  const problem = contentProblem(state, message, context, capacity);
  if (problem !== null) return { rejection: problem };
  const recorder = new Recorder(state);
  const applicant = perform(recorder, message, context, actorOf(message, capacity, state));
  return { rejection: null, events: recorder.events, state: recorder.state, applicant };
}

/** One's own act that another has followed: it is too late for it, which is a matter of the stage, not of duty. */
function overtaken(state: CaseState, { act, actor }: ActMessage): Rejection | null {
  if (act.type !== 'recall' || state.lastAct?.by.staffId === actor.staffId) return null;
  return state.acts[actKey({ id: act.actionId, actor })]?.status === 'applied'
    ? reject('not-allowed-now', '之后已有其他动作,不能撤销')
    : null;
}

function actorOf(message: ActMessage, capacity: Capacity, state: CaseState): EventActor {
  const { staffId, personId, department } = message.actor;
  // Who recalls acts in the capacity of the act recalled.
  const duty = message.act.type === 'recall' ? (state.lastAct?.duty ?? capacity) : capacity;
  return { staffId, personId, department, duty };
}
