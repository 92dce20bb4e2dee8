import { reject, type Rejection } from '../rejection.ts';
import type { Instant } from '../time.ts';
import { dateOf } from '../time.ts';
import type { Actor } from '../people.ts';
import type { ActType, Post } from './acts.ts';
import { heldByAnother, holds, separation, type Capacity } from './duties.ts';
import { POST_OF_STAGE, type CaseState, type Side, type Stage } from './state.ts';

/** Who may do an act, when, and on which side that puts the person. The table of the contract, row by row. */
interface ActRule {
  readonly by: readonly Capacity[];
  readonly at: readonly Stage[];
  /** The side of the counter that doing it puts a person on; none for what decides nothing. */
  readonly side?: Side;
}

const BEFORE_DECISION: readonly Stage[] = ['received', 'supplementing', 'handling', 'reviewing', 'deciding'];
const IN_DEPARTMENT: readonly Stage[] = ['handling', 'reviewing', 'deciding'];
const OPEN: readonly Stage[] = [...BEFORE_DECISION, 'issuing', 'delivering'];

const RULES: Readonly<Record<ActType, ActRule>> = {
  accept: { by: ['receive'], at: ['received'], side: 'window' },
  requestSupplement: { by: ['receive'], at: ['received'], side: 'window' },
  submitSupplement: { by: ['receive', 'applicant'], at: ['supplementing'], side: 'window' },
  decline: { by: ['receive'], at: ['received'], side: 'window' },
  notRequired: { by: ['receive'], at: ['received'], side: 'window' },
  correct: { by: ['receive'], at: ['received'], side: 'window' },
  withdraw: { by: ['receive', 'applicant'], at: BEFORE_DECISION, side: 'window' },
  assign: { by: ['review', 'chief'], at: IN_DEPARTMENT },
  propose: { by: ['handle'], at: ['handling'], side: 'handle' },
  endorse: { by: ['review'], at: ['reviewing'], side: 'review' },
  return: { by: ['review', 'decide'], at: ['reviewing', 'deciding'] },
  decide: { by: ['decide'], at: ['deciding'], side: 'decide' },
  recall: { by: [], at: OPEN },
  recordPayment: { by: ['receive'], at: ['issuing'], side: 'window' },
  issue: { by: ['receive'], at: ['issuing'], side: 'window' },
  deliver: { by: ['receive'], at: ['delivering'], side: 'window' },
  note: {
    by: ['receive', 'windowLeader', 'handle', 'review', 'decide', 'chief', 'head', 'coordinate', 'supervise'],
    at: OPEN,
  },
  urge: { by: ['receive', 'coordinate', 'supervise', 'applicant'], at: OPEN },
  void: { by: ['coordinate'], at: OPEN },
  reopen: { by: ['coordinate'], at: ['closed'] },
  consent: { by: ['coordinate', 'chief'], at: [...OPEN, 'closed'] },
};

/** Whether an act is thinkable now for this person, before what it says is looked at; with the capacity it is done in. */
export type Guarded = { readonly capacity: Capacity } | { readonly refused: Rejection };

const refused = (rejection: Rejection): Guarded => ({ refused: rejection });

/**
 * The checks that need no payload, in the contract's order: duty 403, stage 409, separation 403. The API's
 * `allowedActions`, the update validator and the workflow all ask here.
 */
export function guard(state: CaseState, type: ActType, actor: Actor, now: Instant): Guarded {
  const rule = RULES[type];
  const capacity = capacityFor(state, type, rule, actor);
  if (capacity === null) return refused(reject('forbidden', forbiddenWords(state, type, actor)));
  const stage = stageProblem(state, type, rule, actor, capacity, now);
  if (stage !== null) return refused(stage);
  const separated = separationProblem(state, type, rule, actor, capacity);
  return separated === null ? { capacity } : refused(separated);
}

function capacityFor(state: CaseState, type: ActType, rule: ActRule, actor: Actor): Capacity | null {
  if (type === 'recall') return ownLastAct(state, actor) ? 'applicant' : null;
  if (type === 'return') {
    // Each step returns its own: at reviewing the reviewer, at deciding the decider; elsewhere either learns the stage is wrong.
    if (state.stage === 'reviewing') return holds(state, actor, 'review') ? 'review' : null;
    if (state.stage === 'deciding') return holds(state, actor, 'decide') ? 'decide' : null;
  }
  const duty = rule.by.find((candidate) => holds(state, actor, candidate)) ?? null;
  // The reviewer and the chief may hand on any post, whatever post they have themselves; others only their own.
  return duty === null && type === 'assign' ? ownPost(state, actor) : duty;
}

const ownLastAct = (state: CaseState, actor: Actor): boolean => state.lastAct?.by.staffId === actor.staffId;

/** The post that the case's present stage waits for, when this account has it: one may hand on one's own. */
function ownPost(state: CaseState, actor: Actor): Post | null {
  const posts: readonly Post[] = ['handle', 'review', 'decide'];
  return (
    posts.find((post) => state.assignees[post]?.staffId === actor.staffId && holds(state, actor, post)) ??
    null
  );
}

function forbiddenWords(state: CaseState, type: ActType, actor: Actor): string {
  if (type === 'recall') return '只能由作出上一动作的本人撤销';
  if (type === 'decide' && state.item.reservedTo === 'head' && actor.department === state.item.department)
    return '该事项的决定权保留给部门负责人(本办法第四条第二项)';
  return '无本件的该项职责';
}

function stageProblem(
  state: CaseState,
  type: ActType,
  rule: ActRule,
  actor: Actor,
  capacity: Capacity,
  now: Instant,
): Rejection | null {
  // L32(4), M13(1): told once, everything.
  if (type === 'requestSupplement' && state.notice !== null && BEFORE_DECISION.includes(state.stage))
    return reject(
      'already-notified',
      '一次性告知只能作出一次(行政许可法第三十二条第四项、本办法第十三条第一项)',
    );
  const moreToCome =
    type === 'submitSupplement' && state.stage === 'received' && (state.notice?.outstanding.length ?? 0) > 0;
  if (!rule.at.includes(state.stage) && !moreToCome)
    return reject('not-allowed-now', `当前环节(${state.stage})不能进行该动作`);
  switch (type) {
    case 'recall':
      return state.lastAct?.undo == null
        ? reject('not-allowed-now', '该动作已送达或之后已有其他动作,不能撤销')
        : null;
    case 'recordPayment':
      if (state.item.fee === null || state.decision?.result !== 'grant')
        return reject('not-allowed-now', '本件无应缴费用(本办法第二十九条)');
      return state.payment === null ? null : reject('not-allowed-now', '费用已缴');
    case 'issue':
      return feeIsOpen(state) ? reject('not-allowed-now', '费用未缴,不予出证(本办法第十一条第六项)') : null;
    case 'urge':
      return capacity === 'applicant' &&
        state.urges.some(({ by, on }) => by === actor.staffId && on === dateOf(now))
        ? reject('not-allowed-now', '申请人每个工作日可催办一次')
        : null;
    case 'void':
      return state.proposal === null ? null : reject('not-allowed-now', '已有待同意的提议');
    case 'reopen':
      return state.proposal === null ? null : reject('not-allowed-now', '已有待同意的提议');
    case 'consent':
      return state.proposal === null ? reject('not-allowed-now', '没有待同意的提议') : null;
    default:
      return null;
  }
}

/** A granted case whose published fee is not paid yet (I1). */
export const feeIsOpen = (state: CaseState): boolean =>
  state.item.fee !== null && state.decision?.result === 'grant' && state.payment === null;

function separationProblem(
  state: CaseState,
  type: ActType,
  rule: ActRule,
  actor: Actor,
  capacity: Capacity,
): Rejection | null {
  if (type === 'consent')
    return state.proposal?.by.personId === actor.personId
      ? reject('duty-separation', '须由另一人同意')
      : null;
  const side = type === 'return' ? (POST_OF_STAGE[state.stage] ?? null) : (rule.side ?? null);
  if (side === null || capacity === 'applicant') return null;
  const separated = separation(state, actor.personId, side);
  if (separated !== null) return separated;
  return side === 'handle' || side === 'review' || side === 'decide'
    ? heldByAnother(state, actor, side)
    : null;
}
