import {
  PHONE_PATTERN,
  correctApplicant,
  isCorrectable,
  isIdNumberOf,
  isResidentId,
  valueAt,
  type Applicant,
} from '../applicant.ts';
import { reject, rejectField, type FieldError, type Rejection } from '../rejection.ts';
import { dateOf } from '../time.ts';
import type { ActMessage, ActOf } from './acts.ts';
import type { DecideContext } from './decide.ts';
import { eligibility, heldByAnother, type Capacity } from './duties.ts';
import { checkMaterials, incompleteMaterials } from './materials.ts';
import type { CaseState } from './state.ts';

/** Why what an act says cannot be: the last of the checks, 422; null when it can. */
export function contentProblem(
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
  const paths = new Set<string>();
  act.changes.forEach(({ path, from, to }, index) => {
    if (paths.has(path)) errors.push({ path: `changes.${index}.path`, message: `重复更正:${path}` });
    paths.add(path);
    if (path.endsWith('.phone') && !PHONE_PATTERN.test(to))
      errors.push({ path: `changes.${index}.to`, message: '电话号码格式不正确' });
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
