import type { Limit } from '../clocks.ts';
import type { Instant, LocalDate } from '../time.ts';
import type { MissingMaterial } from './acts.ts';
import type { CaseState } from './state.ts';

/** Written notices; the codes follow the receipts of the province's exchange where there is one (ACP, SUP, STL, NAC). */
export type NoticeKind =
  'acceptance' | 'supplement' | 'decline' | 'notRequired' | 'decision' | 'payment' | 'notSupplemented';

const NUMBER_CODE: Readonly<Record<NoticeKind, string>> = {
  acceptance: 'ACP',
  supplement: 'SUP',
  decline: 'NAC',
  notRequired: 'NRQ',
  decision: 'STL',
  payment: 'PAY',
  notSupplemented: 'CLS',
};

/** What a notice says, frozen when it is issued: printing it again gives the same words. No personal data. */
export type NoticeFacts =
  | {
      readonly kind: 'acceptance';
      readonly acceptedOn: LocalDate;
      readonly basis: 'notice' | 'deemed';
      readonly statutory: { readonly limit: Limit; readonly dueOn: LocalDate; readonly provisional: boolean };
      readonly promised: { readonly limit: Limit; readonly dueOn: LocalDate; readonly provisional: boolean };
    }
  | {
      readonly kind: 'supplement';
      readonly missing: readonly MissingMaterial[];
      readonly answerBy: LocalDate;
    }
  | {
      readonly kind: 'decline' | 'notRequired';
      readonly reason: string;
      readonly legalBasis: string;
      readonly competentAuthority: string | null;
    }
  | {
      readonly kind: 'decision';
      readonly result: 'grant' | 'refuse';
      readonly reasons: string | null;
      readonly citesRecord: string | null;
    }
  | { readonly kind: 'payment'; readonly amount: number; readonly basis: string }
  | { readonly kind: 'notSupplemented'; readonly outstanding: readonly string[] };

export interface Notice {
  /** Unique within the case. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** The number printed on it. */
  readonly number: string;
  readonly issuedAt: Instant;
  readonly issuedOn: LocalDate;
  readonly facts: NoticeFacts;
}

/** The next notice of a case. */
export function notice(state: CaseState, facts: NoticeFacts, at: Instant, on: LocalDate): Notice {
  const code = NUMBER_CODE[facts.kind];
  const n = (state.noticeCounts[facts.kind] ?? 0) + 1;
  return {
    id: `${facts.kind}-${n}`,
    kind: facts.kind,
    number: `${state.caseNo}-${code}${n}`,
    issuedAt: at,
    issuedOn: on,
    facts,
  };
}

/** Remedies that a refusal names (L32, L38): reconsideration 60 days, lawsuit 6 months. */
export const REMEDIES = { reconsiderationDays: 60, lawsuitMonths: 6 } as const;
