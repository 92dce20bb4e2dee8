import { maskApplicant, type Applicant } from '../domain/applicant.ts';
import { compileCalendar } from '../domain/calendar.ts';
import { caseDueAt } from '../domain/case/case-clocks.ts';
import { receive } from '../domain/case/receive.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseInput, CaseSnapshot } from '../workflows/messages.ts';

/** What the read model is given of a case before its workflow has written to it. */
export interface FirstSnapshot {
  readonly snapshot: CaseSnapshot;
  readonly applicant: Applicant;
  readonly dueAt: Instant | null;
}

/** A case as its workflow will show it after receipt, so that lists have it before any worker ran. */
export function firstSnapshot(input: CaseInput, receivedAt: Instant): FirstSnapshot {
  const { state } = receive(input.receipt, receivedAt);
  return {
    snapshot: { state, applicant: maskApplicant(input.applicant) },
    applicant: input.applicant,
    dueAt: caseDueAt(state, compileCalendar(input.calendar)),
  };
}
