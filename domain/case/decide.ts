import {
  correctApplicant,
  isCorrectable,
  isIdNumberOf,
  isResidentId,
  maskPersonName,
  valueAt,
  type Applicant,
} from '../applicant.ts';
import type { Calendar } from '../calendar.ts';
import { reject, rejectField, type FieldError, type Rejection } from '../rejection.ts';
import { dateOf, type Instant } from '../time.ts';
import { actKey, type ActMessage, type ActOf } from './acts.ts';
import { dueOf } from './case-clocks.ts';
import { eligibility, heldByAnother, type Capacity } from './duties.ts';
import { newEvent, type CaseEvent, type EventActor, type NewEvent } from './events.ts';
import { checkMaterials, incompleteMaterials } from './materials.ts';
import { acceptanceNotice, supplementNotice } from './notice-facts.ts';
import { notice, type NoticeFacts } from './notices.ts';
import { Recorder } from './recorder.ts';
import { feeIsOpen, guard } from './rules.ts';
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

function contentProblem(
  state: CaseState,
  message: ActMessage,
  context: DecideContext,
  capacity: Capacity,
): Rejection | null {
  const { act } = message;
  switch (act.type) {
    case 'accept': {
      if ((act.tolerance?.length ?? 0) > 0)
        return rejectField('tolerance', '容缺受理仅限绿色通道(本办法第二十八条第四项)');
      const missing = incompleteMaterials(state.item, state.materials, state.notice?.outstanding ?? []);
      return missing.length === 0
        ? null
        : {
            code: 'materials-incomplete',
            message: `申请材料不齐:${missing.join('、')}`,
            errors: missing.map((code) => ({ path: `materials.${code}`, message: '缺少或不合格' })),
          };
    }
    case 'requestSupplement':
      return missingProblem(state, act);
    case 'submitSupplement':
      return checkMaterials(state.item, act.materials);
    case 'decline':
      return declineProblem(state, act);
    case 'correct':
      return correctionProblem(context.applicant, act);
    case 'assign':
      return assignmentProblem(state, message, act, capacity);
    case 'return':
      return returnProblem(state, act);
    case 'decide':
      return act.result === 'refuse' && (act.reasons ?? '').trim() === ''
        ? rejectField('reasons', '不予许可须说明理由(行政许可法第三十八条)')
        : null;
    case 'recall':
      return state.lastAct?.actionId === act.actionId
        ? null
        : reject('not-allowed-now', '只能撤销最后一个动作');
    case 'recordPayment':
      return act.amount === state.item.fee?.amount
        ? null
        : rejectField(
            'amount',
            `应缴金额为 ${state.item.fee?.amount ?? 0} 元,不得增减(本办法第十一条第五项)`,
          );
    case 'deliver':
      return act.method === 'courier' && (act.trackingNo ?? '').trim() === ''
        ? rejectField('trackingNo', '快递送达须有运单号')
        : null;
    case 'consent':
      return state.proposal?.actionId === act.actionId
        ? null
        : rejectField('actionId', '没有这一待同意的提议');
    case 'urge':
      return act.replyBy !== undefined && act.replyBy < dateOf(context.now)
        ? rejectField('replyBy', '答复日期不得早于今日')
        : null;
    case 'notRequired':
    case 'withdraw':
    case 'propose':
    case 'endorse':
    case 'issue':
    case 'note':
    case 'void':
    case 'reopen':
      return null;
  }
}

function missingProblem(state: CaseState, act: ActOf<'requestSupplement'>): Rejection | null {
  const seen = new Set<string>();
  for (const [index, { code }] of act.missing.entries()) {
    if (!state.item.materials.some((material) => material.code === code))
      return rejectField(
        `missing.${index}.code`,
        `事项材料清单中没有 ${code},不得要求(行政许可法第三十一条)`,
        'material-unknown',
      );
    if (seen.has(code)) return rejectField(`missing.${index}.code`, `材料重复:${code}`);
    seen.add(code);
  }
  // Everything at once: what is absent must be named, since there is no second notice (L32(4)).
  const forgotten = incompleteMaterials(state.item, state.materials, []).filter((code) => !seen.has(code));
  return forgotten.length === 0
    ? null
    : rejectField(
        'missing',
        `一次性告知须列明全部缺少的材料,尚缺:${forgotten.join('、')}(行政许可法第三十二条第四项)`,
      );
}

/** A complete application within the hall's competence cannot be refused (L32(5), M11(3)). */
function declineProblem(state: CaseState, act: ActOf<'decline'>): Rejection | null {
  if ((act.competentAuthority ?? '').trim() !== '') return null;
  const missing = incompleteMaterials(state.item, state.materials, state.notice?.outstanding ?? []);
  return missing.length > 0
    ? null
    : rejectField(
        'competentAuthority',
        '材料齐全的申请不得拒绝受理;不属本机关职权的,须告知主管机关(行政许可法第三十二条)',
      );
}

function correctionProblem(applicant: Applicant, act: ActOf<'correct'>): Rejection | null {
  const errors: FieldError[] = [];
  act.changes.forEach(({ path, from }, index) => {
    if (!isCorrectable(path)) errors.push({ path: `changes.${index}.path`, message: `不可当场更正:${path}` });
    else if (valueAt(applicant, path) !== from)
      errors.push({ path: `changes.${index}.from`, message: '与现有内容不符' });
  });
  if (errors.length === 0) {
    const corrected = correctApplicant(applicant, act.changes);
    if (!isIdNumberOf(corrected.kind, corrected.idNumber))
      errors.push({ path: 'changes', message: '更正后的证件号码不正确' });
    if (corrected.agent !== undefined && !isResidentId(corrected.agent.idNumber))
      errors.push({ path: 'changes', message: '更正后的代理人身份号码不正确' });
  }
  return errors.length === 0 ? null : { code: 'invalid', message: errors[0]?.message ?? '', errors };
}

function assignmentProblem(
  state: CaseState,
  message: ActMessage,
  act: ActOf<'assign'>,
  capacity: Capacity,
): Rejection | null {
  // Without the reviewer's or the chief's duty one hands on only one's own.
  if (
    capacity !== 'review' &&
    capacity !== 'chief' &&
    state.assignees[act.duty]?.staffId !== message.actor.staffId
  )
    return heldByAnother(state, message.actor, act.duty) ?? reject('forbidden', '只能转办自己承接的环节');
  if (message.target?.staffId !== act.staffId) return rejectField('staffId', `名册中没有 ${act.staffId}`);
  const problem = eligibility(state, message.target, act.duty);
  return problem?.code === 'invalid' ? rejectField('staffId', problem.message) : problem;
}

function returnProblem(state: CaseState, act: ActOf<'return'>): Rejection | null {
  if (act.to !== 'reviewing') return null;
  if (state.stage === 'reviewing') return rejectField('to', '只能退回前一环节');
  // An instant item has had no review; what cannot be decided on the spot goes to handling.
  return state.opinions.some((opinion) => opinion.act === 'endorse')
    ? null
    : rejectField('to', '本件未经审核,只能退回承办');
}

/** What follows from a lawful act. Answers the applicant, which only a correction changes. */
function perform(
  recorder: Recorder,
  message: ActMessage,
  context: DecideContext,
  actor: EventActor,
): Applicant {
  const { act } = message;
  const { now, calendar, applicant } = context;
  const act1 = (event: NewEvent): void => {
    recorder.record(event, now, actor, message);
  };
  const inWriting = (facts: NoticeFacts): void => {
    recorder.record(
      newEvent('noticeIssued', { notice: notice(recorder.state, facts, now, dateOf(now)) }),
      now,
    );
  };
  switch (act.type) {
    case 'accept': {
      // Acceptance is dated by the last supplement where there was one (A5), which is what its clock counts from.
      const { notice: told, clocks } = recorder.state;
      const acceptedOn =
        told?.lastSupplementOn == null ? dateOf(now) : (clocks.acceptance?.startedOn ?? dateOf(now));
      act1(newEvent('accept', { acceptedOn }));
      recorder.record(
        newEvent('noticeIssued', { notice: acceptanceNotice(recorder.state, now, calendar) }),
        now,
      );
      break;
    }
    case 'requestSupplement':
      act1(newEvent('requestSupplement', { missing: act.missing }));
      recorder.record(
        newEvent('noticeIssued', { notice: supplementNotice(recorder.state, now, calendar) }),
        now,
      );
      break;
    case 'submitSupplement': {
      const received = new Map(act.materials.map((material) => [material.code, material.copies ?? 1]));
      const enough = (code: string): boolean =>
        (received.get(code) ?? 0) >=
        (recorder.state.item.materials.find((material) => material.code === code)?.copies ?? 1);
      const outstanding = (recorder.state.notice?.outstanding ?? []).filter((code) => !enough(code));
      act1(newEvent('submitSupplement', { materials: act.materials, outstanding }));
      break;
    }
    case 'decline':
    case 'notRequired': {
      const { reason, legalBasis, competentAuthority } = act;
      const detail = {
        reason,
        legalBasis,
        ...(competentAuthority === undefined ? {} : { competentAuthority }),
      };
      act1(newEvent(act.type, detail));
      inWriting({ kind: act.type, reason, legalBasis, competentAuthority: competentAuthority ?? null });
      break;
    }
    case 'correct':
      act1(newEvent('correct', { paths: act.changes.map(({ path }) => path) }));
      return correctApplicant(applicant, act.changes);
    case 'withdraw':
      act1(newEvent('withdraw', { reason: act.reason }));
      break;
    case 'assign': {
      const { duty, staffId, reason } = act;
      const personId = message.target?.personId ?? staffId;
      act1(newEvent('assign', { duty, staffId, personId, ...(reason === undefined ? {} : { reason }) }));
      break;
    }
    case 'propose':
      act1(newEvent('propose', { proposal: act.proposal, opinion: act.opinion }));
      break;
    case 'endorse':
      act1(newEvent('endorse', { opinion: act.opinion }));
      break;
    case 'return':
      act1(newEvent('return', { to: act.to, reason: act.reason }));
      break;
    case 'decide': {
      const { result, opinion, reasons, citesRecord } = act;
      act1(
        newEvent('decide', {
          result,
          opinion,
          ...(reasons === undefined ? {} : { reasons }),
          ...(citesRecord === undefined ? {} : { citesRecord }),
        }),
      );
      inWriting({ kind: 'decision', result, reasons: reasons ?? null, citesRecord: citesRecord ?? null });
      const { fee } = recorder.state.item;
      if (fee !== null && feeIsOpen(recorder.state))
        inWriting({ kind: 'payment', amount: fee.amount, basis: fee.basis });
      break;
    }
    case 'recall': {
      const decided = recorder.state.lastAct?.type === 'decide';
      const payable = feeIsOpen(recorder.state);
      const counts = recorder.state.noticeCounts;
      act1(newEvent('recall', { actionId: act.actionId, reason: act.reason }));
      // A decision not served yet is taken back with its notices; they stay on record as revoked.
      if (decided) {
        recorder.record(newEvent('noticeRevoked', { noticeId: `decision-${counts['decision'] ?? 1}` }), now);
        if (payable)
          recorder.record(newEvent('noticeRevoked', { noticeId: `payment-${counts['payment'] ?? 1}` }), now);
      }
      break;
    }
    case 'recordPayment':
      act1(newEvent('recordPayment', { amount: act.amount, receiptNo: act.receiptNo }));
      break;
    case 'issue':
      act1(newEvent('issue', { documentNo: act.documentNo ?? `${recorder.state.caseNo}-ZS` }));
      break;
    case 'deliver': {
      const { method, receivedBy, trackingNo } = act;
      act1(
        newEvent('deliver', {
          method,
          receivedBy: maskPersonName(receivedBy),
          ...(trackingNo === undefined ? {} : { trackingNo }),
        }),
      );
      break;
    }
    case 'note':
      act1(newEvent('note', { text: act.text }));
      break;
    case 'urge': {
      const { message: text, replyBy } = act;
      act1(
        newEvent('urge', {
          message: text,
          urgeId: message.id,
          ...(replyBy === undefined ? {} : { replyBy }),
        }),
      );
      break;
    }
    case 'void':
      act1(newEvent('void', { reason: act.reason }));
      break;
    case 'reopen':
      act1(newEvent('reopen', { reason: act.reason }));
      break;
    case 'consent':
      act1(newEvent('consent', { actionId: act.actionId }));
      break;
  }
  return applicant;
}

/** The day by which a supplement must arrive, for whoever prints it. */
export const supplementDue = (state: CaseState, calendar: Calendar): string | null =>
  state.clocks.supplement === undefined ? null : dueOf(state, state.clocks.supplement, calendar).dueOn;
