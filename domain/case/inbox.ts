import type { Applicant } from '../applicant.ts';
import type { Calendar } from '../calendar.ts';
import { reject, type Rejection } from '../rejection.ts';
import { laterOf, type Instant } from '../time.ts';
import { actKey, type ActMessage } from './acts.ts';
import { decide } from './decide.ts';
import { newEvent, type CaseEvent } from './events.ts';
import { Recorder } from './recorder.ts';
import { tick } from './tick.ts';
import type { ActOutcome, CaseState } from './state.ts';

/** A case as its workflow holds it: the state that events make, and the personal data that no event carries. */
export interface CaseFile {
  readonly state: CaseState;
  readonly applicant: Applicant;
}

export interface Handled {
  readonly file: CaseFile;
  readonly events: readonly CaseEvent[];
  readonly outcome: ActOutcome;
}

/** The instant an act is dated by: now, or the instant it was stored at, between the last event and now (decision 1). */
export function datedAt(state: CaseState, message: ActMessage, now: Instant): Instant {
  if (message.storedAt === undefined || message.storedAt >= now) return now;
  return laterOf(message.storedAt, state.lastEventAt);
}

/** What an act seen before answers: its own outcome, or a refusal when the key now comes with another body. */
export function seenBefore(state: CaseState, message: ActMessage): ActOutcome | Rejection | null {
  const seen = state.acts[actKey(message)];
  if (seen === undefined) return null;
  return seen.fingerprint === message.fingerprint
    ? seen
    : reject('idempotency-mismatch', '同一 Idempotency-Key 已用于另一内容');
}

/** Why an act would be refused now; null when it would be applied, or was. Changes nothing: the update validator. */
export function refusalOf(
  file: CaseFile,
  message: ActMessage,
  now: Instant,
  calendar: Calendar,
): Rejection | null {
  const seen = seenBefore(file.state, message);
  if (seen !== null) return 'code' in seen && !('status' in seen) ? seen : null;
  const at = datedAt(file.state, message, now);
  return decide(tick(file.state, at, calendar).state, message, {
    now: at,
    calendar,
    applicant: file.applicant,
  }).rejection;
}

/**
 * Applies one act, or records its refusal: the path of Updates and Signals alike. Time first, then the act, once.
 */
export function handleAct(file: CaseFile, message: ActMessage, now: Instant, calendar: Calendar): Handled {
  const seen = seenBefore(file.state, message);
  if (seen !== null && 'status' in seen) return { file, events: [], outcome: seen };
  const at = datedAt(file.state, message, now);
  const ticked = tick(file.state, at, calendar);
  const verdict: ReturnType<typeof decide> =
    seen === null
      ? decide(ticked.state, message, { now: at, calendar, applicant: file.applicant })
      : { rejection: seen };
  if (verdict.rejection === null) {
    return {
      file: { state: verdict.state, applicant: verdict.applicant },
      events: [...ticked.events, ...verdict.events],
      outcome: outcomeIn(verdict.state, message),
    };
  }
  const { code, message: words } = verdict.rejection;
  const recorder = new Recorder(ticked.state);
  // A key of another body stays with the act that spent it.
  recorder.record(
    newEvent('refused', { act: message.act.type, code, message: words }),
    at,
    null,
    seen === null ? message : undefined,
  );
  const outcome: ActOutcome = {
    fingerprint: message.fingerprint,
    type: message.act.type,
    status: 'rejected',
    revision: recorder.state.revision,
    code,
    message: words,
  };
  return {
    file: { ...file, state: recorder.state },
    events: [...ticked.events, ...recorder.events],
    outcome,
  };
}

function outcomeIn(state: CaseState, message: ActMessage): ActOutcome {
  const outcome = state.acts[actKey(message)];
  if (outcome === undefined) throw new RangeError(`act ${message.act.type} left no outcome`);
  return outcome;
}
