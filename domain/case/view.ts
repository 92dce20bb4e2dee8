import type { Applicant } from '../applicant.ts';
import type { Calendar } from '../calendar.ts';
import type { ClockName, Limit } from '../clocks.ts';
import type { Actor } from '../people.ts';
import type { Instant, LocalDate } from '../time.ts';
import { ACT_TYPES, type ActType } from './acts.ts';
import { cardOf, clockState, dueOf, expectedDue, isPaused } from './case-clocks.ts';
import { guard } from './rules.ts';
import {
  waitingOn,
  type CaseClock,
  type CasePeople,
  type CaseProcedure,
  type CaseResult,
  type CaseState,
  type Channel,
  type Escalation,
  type Stage,
  type WaitingOn,
} from './state.ts';

/** One clock as everybody sees it. While it is paused it has no due date, only an expected one. */
export interface ClockView {
  readonly state: 'running' | 'paused' | 'overdue' | 'met' | 'cancelled';
  readonly startedOn: LocalDate;
  readonly limit: Limit;
  readonly pausedDays: number;
  readonly dueOn: LocalDate | null;
  readonly dueAt: Instant | null;
  readonly expectedDueOn: LocalDate | null;
  readonly provisional: boolean;
  /** Why the date is what it is, in words. */
  readonly explanation: { readonly zh: string; readonly en: string };
}

/** The case of the contract. Personal data is masked. */
export interface CaseView {
  readonly caseNo: string;
  readonly revision: number;
  readonly item: {
    readonly code: string;
    readonly version: number;
    readonly name: string;
    readonly department: string;
  };
  readonly channel: Channel;
  readonly applicant: Applicant;
  readonly projectCode: string | null;
  readonly receivedOn: LocalDate;
  readonly receivedAt: Instant;
  readonly acceptedOn: LocalDate | null;
  readonly acceptanceBasis: 'notice' | 'deemed' | null;
  readonly stage: Stage;
  readonly waitingOn: WaitingOn | null;
  readonly result: CaseResult | null;
  readonly materials: CaseState['materials'];
  /** Named in the one-time notice and not handed in since; null without a notice. */
  readonly missing: readonly { readonly code: string; readonly reason: string }[] | null;
  readonly clocks: Readonly<Partial<Record<ClockName, ClockView>>>;
  readonly procedures: readonly CaseProcedure[];
  readonly extension: null;
  readonly green: null;
  readonly joint: null;
  readonly fee: { readonly amount: number; readonly paid: boolean } | null;
  readonly card: 'none' | 'warning' | 'yellow' | 'red';
  readonly escalations: readonly Escalation[];
  readonly people: CasePeople;
  readonly documentNo: string | null;
  /** A void or reopening that waits for a second person's consent. */
  readonly proposal: {
    readonly actionId: string;
    readonly type: 'void' | 'reopen';
    readonly by: string;
    readonly reason: string;
  } | null;
  readonly closedAt: Instant | null;
  readonly allowedActions: readonly ActType[];
}

const UNITS_ZH: Readonly<Record<Limit['unit'], string>> = { WD: '个工作日', ND: '个自然日', MONTH: '个月' };
const UNITS_EN: Readonly<Record<Limit['unit'], string>> = {
  WD: 'working days',
  ND: 'calendar days',
  MONTH: 'months',
};

function explain(state: CaseState, clock: CaseClock, calendar: Calendar): ClockView['explanation'] {
  const { dueOn, pausedDays, provisional } = dueOf(state, clock, calendar);
  const { n, unit } = clock.limit;
  const extended = clock.extension?.days ?? 0;
  const at = `${dueOn} ${state.policy.closingTime}`;
  return {
    zh:
      `起算 ${clock.startedOn},${n === 0 ? '当日' : `${n} ${UNITS_ZH[unit]}`},扣除 ${pausedDays},延长 ${extended},` +
      `届满 ${at}${provisional ? '(所涉年度日历未公布,暂计)' : ''}`,
    en:
      `from ${clock.startedOn}, ${n === 0 ? 'same day' : `${n} ${UNITS_EN[unit]}`}, ${pausedDays} not counted, ` +
      `extended by ${extended}, ends ${at}${provisional ? ' (provisional: calendar not published)' : ''}`,
  };
}

function clockView(state: CaseState, clock: CaseClock, calendar: Calendar): ClockView {
  const due = dueOf(state, clock, calendar);
  const paused = isPaused(clock);
  return {
    state: clockState(state, clock, calendar),
    startedOn: clock.startedOn,
    limit: clock.limit,
    pausedDays: due.pausedDays,
    dueOn: paused ? null : due.dueOn,
    dueAt: paused ? null : due.dueAt,
    expectedDueOn: expectedDue(state, clock, calendar)?.dueOn ?? null,
    provisional: due.provisional,
    explanation: explain(state, clock, calendar),
  };
}

/** The acts that a person may do now, by the same rules that will judge them. */
export const allowedActions = (state: CaseState, actor: Actor, now: Instant): ActType[] =>
  ACT_TYPES.filter((type) => !('refused' in guard(state, type, actor, now)));

/** A case as the contract shows it to one caller; `masked` is the applicant after masking. */
export function caseView(
  state: CaseState,
  masked: Applicant,
  calendar: Calendar,
  caller: { readonly actor: Actor; readonly now: Instant } | null,
): CaseView {
  const clocks = Object.fromEntries(
    (Object.entries(state.clocks) as [ClockName, CaseClock][]).map(([name, clock]) => [
      name,
      clockView(state, clock, calendar),
    ]),
  );
  const { item, notice, proposal } = state;
  return {
    caseNo: state.caseNo,
    revision: state.revision,
    item: { code: item.code, version: item.version, name: item.name, department: item.department },
    channel: state.channel,
    applicant: masked,
    projectCode: state.projectCode,
    receivedOn: state.receivedOn,
    receivedAt: state.receivedAt,
    acceptedOn: state.acceptedOn,
    acceptanceBasis: state.acceptanceBasis,
    stage: state.stage,
    waitingOn: waitingOn(state),
    result: state.result,
    materials: state.materials,
    missing: notice === null ? null : notice.missing.filter(({ code }) => notice.outstanding.includes(code)),
    clocks,
    procedures: state.procedures,
    extension: null,
    green: null,
    joint: null,
    fee: item.fee === null ? null : { amount: item.fee.amount, paid: state.payment !== null },
    card: cardOf(state),
    escalations: state.escalations,
    people: state.people,
    documentNo: state.document?.no ?? null,
    proposal:
      proposal === null
        ? null
        : {
            actionId: proposal.actionId,
            type: proposal.type,
            by: proposal.by.staffId,
            reason: proposal.reason,
          },
    closedAt: state.closedAt,
    allowedActions: caller === null ? [] : allowedActions(state, caller.actor, caller.now),
  };
}
