import type { Applicant } from '../domain/applicant.ts';
import type { CalendarYear } from '../domain/calendar.ts';
import type { ActMessage } from '../domain/case/acts.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import type { Receipt } from '../domain/case/receive.ts';
import type { ActOutcome, CaseState } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';

/** What a case starts from. */
export interface CaseInput {
  readonly receipt: Receipt;
  readonly applicant: Applicant;
  /** The years the case counts by, as data in its own history (decision 6). */
  readonly calendar: readonly CalendarYear[];
  /** Only when the intake was stored earlier and started late by the sweeper: the instant of storing (decision 1). */
  readonly storedAt?: Instant;
  /** Only when a run goes on from an earlier one: continue-as-new, or a reopening of a closed case. */
  readonly carried?: CarriedCase;
}

export interface CarriedCase {
  readonly state: CaseState;
  /** The number of the run that starts from it: 2, 3, … */
  readonly run: number;
  readonly projected: Projected;
  /** Events that the read model has not taken yet. */
  readonly pending: readonly CaseEvent[];
  /** The two acts that reopened a closed case, to be applied first (decision 13). */
  readonly reopening?: readonly ActMessage[];
}

/** How far the read model has come: the revision it holds, and the hash of that event. */
export interface Projected {
  readonly revision: number;
  readonly hash: string;
}

/**
 * What leaves the workflow: everything but the acts seen, which stay inside. The applicant is masked.
 */
export interface CaseSnapshot {
  readonly state: CaseState;
  readonly applicant: Applicant;
}

/** What an act's Update answers. */
export interface ActAnswer {
  readonly outcome: ActOutcome;
  readonly snapshot: CaseSnapshot;
}

/**
 * What the projection writes in one transaction, only forward. A local activity commits before the workflow task that
 * asked for it: when the worker dies in between, the rows are of an attempt that never was. So what orders writes is
 * the fence, which grows with every workflow task, and a newer one replaces all that lies past the confirmed revision
 * (docs/decisions/0011).
 */
export interface ProjectionInput {
  /** Grows with every workflow task of the case, over all its runs. */
  readonly fence: number;
  /** Workflow time of the attempt, in milliseconds: a task tried again has the same fence and a later time. */
  readonly attemptAt: number;
  /** The revision that the workflow knows to be in the read model: what lies past it there may be replaced. */
  readonly confirmed: number;
  /** Without acts; with masked applicant. */
  readonly snapshot: CaseSnapshot;
  /** The applicant in clear, for the one table that keeps it. */
  readonly applicant: Applicant;
  readonly events: readonly CaseEvent[];
  /** The hash of the event before the first of `events`. */
  readonly previousHash: string;
  readonly dueAt: Instant | null;
}

/** The activities of a case: every effect it has. */
export interface CaseActivities {
  /** Writes snapshot, events, actions, notices and outbox in one transaction. Idempotent: told again, it changes nothing. */
  projectCase(input: ProjectionInput): Promise<Projected>;
}

export const snapshotQuery = 'snapshot';
export const outcomeQuery = 'outcome';
