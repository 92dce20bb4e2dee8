import type { ClockName, Rung } from '../clocks.ts';
import type { Duty } from '../people.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Instant, LocalDate } from '../time.ts';
import type { ActPayloads, ActType, SubmittedMaterial } from './acts.ts';
import type { Notice } from './notices.ts';
import type { CaseState, Channel } from './state.ts';

/** Who did it: never an applicant's data, only the account. Null when the clock did it. */
export interface EventActor {
  readonly staffId: string;
  readonly personId: string;
  readonly department: string | null;
  /** In which capacity. */
  readonly duty: Duty | 'applicant';
}

/** What each event says. An act's event bears exactly the act's name and repeats what it said, without personal data. */
export interface EventDetails extends Omit<
  ActPayloads,
  'correct' | 'deliver' | 'submitSupplement' | 'assign' | 'issue' | 'urge' | 'accept' | 'reopen'
> {
  received: {
    readonly itemCode: string;
    readonly itemVersion: number;
    readonly channel: Channel;
    readonly materials: readonly SubmittedMaterial[];
    readonly projectCode: string | null;
  };
  accept: ActPayloads['accept'] & { readonly acceptedOn: LocalDate };
  submitSupplement: ActPayloads['submitSupplement'] & { readonly outstanding: readonly string[] };
  correct: { readonly paths: readonly string[] };
  assign: ActPayloads['assign'] & { readonly personId: string };
  issue: { readonly documentNo: string };
  deliver: Omit<ActPayloads['deliver'], 'receivedBy'> & { readonly receivedBy: string };
  urge: ActPayloads['urge'] & { readonly urgeId: string };
  /** The closed state that a new run starts from. */
  reopen: { readonly reason: string };
  deemedAccepted: { readonly acceptedOn: LocalDate };
  notSupplemented: { readonly outstanding: readonly string[] };
  noticeIssued: { readonly notice: Notice };
  noticeRevoked: { readonly noticeId: string };
  clockWarned: { readonly clock: ClockName; readonly dueOn: LocalDate };
  clockOverdue: { readonly clock: ClockName; readonly dueOn: LocalDate };
  escalated: { readonly clock: ClockName; readonly rung: Rung; readonly to: string };
  refused: { readonly act: ActType; readonly code: RejectionCode; readonly message: string };
}

export type EventType = keyof EventDetails;

/** One line of the case's history; `seq` counts from 1 without gaps. */
export type CaseEvent = {
  [T in EventType]: {
    readonly seq: number;
    readonly at: Instant;
    readonly type: T;
    readonly actor: EventActor | null;
    /** For whom, where somebody stands in for somebody (G4). */
    readonly onBehalfOf: string | null;
    readonly detail: EventDetails[T];
    /** The act behind it, and its sender and digest, so that the acts seen can be rebuilt from the events. */
    readonly action?: { readonly id: string; readonly key: string; readonly fingerprint: string };
  };
}[EventType];

export type EventOf<T extends EventType> = Extract<CaseEvent, { readonly type: T }>;

/** An event before it has its place in the history. */
export type NewEvent = {
  [T in EventType]: { readonly type: T; readonly detail: EventDetails[T] };
}[EventType];

/** Keeps the pair of name and detail together while building one. */
export const newEvent = <T extends EventType>(type: T, detail: EventDetails[T]): NewEvent =>
  ({ type, detail }) as unknown as NewEvent;

export type { CaseState };
