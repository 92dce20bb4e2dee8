import type { ClockFacts, ClockName, Rung } from '../clocks.ts';
import type { CaseItem, MaterialForm, ProcedureKind, Rule } from '../item.ts';
import type { Duty } from '../people.ts';
import type { HallPolicy } from '../policy.ts';
import type { RejectionCode } from '../rejection.ts';
import type { Instant, LocalDate } from '../time.ts';
import type { ActType, MissingMaterial, Post } from './acts.ts';

export type Stage =
  'received' | 'supplementing' | 'handling' | 'reviewing' | 'deciding' | 'issuing' | 'delivering' | 'closed';
export const STAGES = [
  'received',
  'supplementing',
  'handling',
  'reviewing',
  'deciding',
  'issuing',
  'delivering',
  'closed',
] as const satisfies readonly Stage[];

export type CaseResult =
  | 'granted'
  | 'refused'
  | 'declined'
  | 'notRequired'
  | 'withdrawn'
  | 'notSupplemented'
  | 'voided'
  | 'forwarded';

export type Channel = 'window' | 'online' | 'kiosk';

/** Which side of the counter a natural person stands on in this case; one side only, for ever (A8, M4(3)). */
export type Side = 'applicant' | 'window' | Post;

/** An account and the natural person behind it. */
export interface PersonRef {
  readonly staffId: string;
  readonly personId: string;
}

export interface CaseMaterial {
  readonly code: string;
  readonly copies: number;
  readonly form: MaterialForm | null;
  readonly fileId: string | null;
  readonly receivedOn: LocalDate;
}

/** The one-time notice (一次性告知): given once, everything named (M13(1), L32(4)). */
export interface SupplementNotice {
  readonly at: Instant;
  readonly missing: readonly MissingMaterial[];
  /** Codes named in the notice that have not arrived since. */
  readonly outstanding: readonly string[];
  readonly lastSupplementOn: LocalDate | null;
  readonly lastSupplementAt: Instant | null;
}

/** A clock of the case: what it counts from, when it stopped, and which rungs it has climbed. */
export interface CaseClock extends ClockFacts {
  readonly startedAt: Instant;
  readonly stopped: { readonly at: Instant; readonly how: 'met' | 'cancelled' } | null;
  readonly rungs: Readonly<Partial<Record<Rung, Instant>>>;
}

export interface Opinion {
  readonly act: 'propose' | 'endorse' | 'return' | 'decide';
  readonly by: PersonRef;
  readonly at: Instant;
  readonly text: string;
  readonly proposal: 'grant' | 'refuse' | null;
}

export interface Decision {
  readonly result: 'grant' | 'refuse';
  readonly on: LocalDate;
  readonly at: Instant;
  readonly reasons: string | null;
  readonly citesRecord: string | null;
}

export interface CaseProcedure {
  readonly id: string;
  readonly kind: ProcedureKind;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly startedOn: LocalDate;
  readonly endedOn: LocalDate | null;
  readonly plannedDays: number;
  readonly stops: readonly ClockName[];
  readonly rule: Rule;
}

export interface Escalation {
  readonly at: Instant;
  readonly clock: ClockName;
  readonly rung: Rung;
  /** Duty, or staff id where a person could be named. */
  readonly to: string;
}

export interface Urge {
  readonly id: string;
  readonly by: string;
  readonly on: LocalDate;
  readonly replyBy: LocalDate | null;
}

/** A void or reopening that waits for a second person. */
export interface Proposal {
  readonly actionId: string;
  readonly type: 'void' | 'reopen';
  readonly by: PersonRef;
  readonly reason: string;
}

/** How an act ended; kept for as long as the case lives, so that sending it again is harmless. */
export interface ActOutcome {
  readonly fingerprint: string;
  readonly type: ActType;
  readonly status: 'applied' | 'rejected';
  /** The number of the act's own event; what follows from it comes after. */
  readonly revision: number;
  readonly code?: RejectionCode;
  readonly message?: string;
}

/** The fields that a recalled act gives back (撤销 before the next act): the rest only grows. */
export interface Undo {
  readonly stage: Stage;
  readonly result: CaseResult | null;
  readonly decision: Decision | null;
  readonly payment: CasePayment | null;
  readonly document: CaseDocument | null;
  readonly clocks: CaseClocks;
  readonly assignees: Assignees;
  readonly people: CasePeople;
  readonly proposal: Proposal | null;
  readonly waitingSince: Instant;
}

export interface LastAct {
  readonly actionId: string;
  readonly type: ActType;
  readonly by: PersonRef;
  /** The capacity it was done in. */
  readonly duty: Duty | 'applicant';
  /** Null when it cannot be recalled: it is served already. */
  readonly undo: Undo | null;
}

export interface CasePayment {
  readonly amount: number;
  readonly receiptNo: string;
  readonly at: Instant;
}

export interface CaseDocument {
  readonly no: string;
  readonly at: Instant;
}

export interface CasePeople {
  readonly receiver: string | null;
  readonly accepter: string | null;
  readonly handler: string | null;
  readonly reviewer: string | null;
  readonly decider: string | null;
}

export type Assignees = Readonly<Record<Post, PersonRef | null>>;
export type CaseClocks = Readonly<Partial<Record<ClockName, CaseClock>>>;

/** Everything the rules need to know of a case, as plain JSON without personal data of applicants. */
export interface CaseState {
  readonly caseNo: string;
  /** The number of events so far; the ETag. */
  readonly revision: number;
  readonly item: CaseItem;
  readonly policy: HallPolicy;
  readonly channel: Channel;
  readonly projectCode: string | null;
  /** The account that applied for itself; null when received at a window. */
  readonly applicantAccount: PersonRef | null;
  readonly receivedAt: Instant;
  readonly receivedOn: LocalDate;
  readonly acceptedOn: LocalDate | null;
  readonly acceptanceBasis: 'notice' | 'deemed' | null;
  readonly stage: Stage;
  readonly result: CaseResult | null;
  readonly closedAt: Instant | null;
  readonly waitingSince: Instant;
  readonly materials: readonly CaseMaterial[];
  readonly notice: SupplementNotice | null;
  readonly opinions: readonly Opinion[];
  readonly decision: Decision | null;
  readonly payment: CasePayment | null;
  readonly document: CaseDocument | null;
  readonly assignees: Assignees;
  readonly people: CasePeople;
  readonly sides: Readonly<Record<string, Side>>;
  readonly clocks: CaseClocks;
  readonly procedures: readonly CaseProcedure[];
  readonly escalations: readonly Escalation[];
  readonly urges: readonly Urge[];
  readonly proposal: Proposal | null;
  readonly lastAct: LastAct | null;
  /** How many notices of each kind were issued: the next one's number. */
  readonly noticeCounts: Readonly<Record<string, number>>;
  /** The instant of the last event: nothing is dated before it. */
  readonly lastEventAt: Instant;
  /** Every act seen, by {@link actKey}. */
  readonly acts: Readonly<Record<string, ActOutcome>>;
}

/** Whom the case waits for; null once it is closed. */
export interface WaitingOn {
  readonly duty: Duty | 'applicant';
  readonly department: string | null;
  readonly staffId: string | null;
  readonly since: Instant;
}

/** The post that a stage waits for. */
export const POST_OF_STAGE: Readonly<Partial<Record<Stage, Post>>> = {
  handling: 'handle',
  reviewing: 'review',
  deciding: 'decide',
};

export function waitingOn(state: CaseState): WaitingOn | null {
  const since = state.waitingSince;
  switch (state.stage) {
    case 'closed':
      return null;
    case 'supplementing':
      return { duty: 'applicant', department: null, staffId: state.applicantAccount?.staffId ?? null, since };
    case 'received':
    case 'issuing':
    case 'delivering':
      return { duty: 'receive', department: null, staffId: null, since };
    case 'handling':
    case 'reviewing':
    case 'deciding': {
      const post = state.stage === 'handling' ? 'handle' : state.stage === 'reviewing' ? 'review' : 'decide';
      const duty = post === 'decide' && state.item.reservedTo === 'head' ? 'head' : post;
      return {
        duty,
        department: state.item.department,
        staffId: state.assignees[post]?.staffId ?? null,
        since,
      };
    }
  }
}
