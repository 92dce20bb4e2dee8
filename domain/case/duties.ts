import { hasDuty, type Actor, type Duty, type StaffMember } from '../people.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Post } from './acts.ts';
import type { CaseState, Side } from './state.ts';

/** A capacity in which an account may act in one case. */
export type Capacity = Duty | 'applicant';

type Accountable = Pick<Actor, 'staffId' | 'personId' | 'department' | 'duties' | 'authorisedItems'>;

/** True when the account has the duty for this case: a department's duty ends at the department's border (M21). */
export function holds(state: CaseState, who: Accountable, capacity: Capacity): boolean {
  switch (capacity) {
    case 'applicant':
      return state.applicantAccount?.staffId === who.staffId;
    case 'handle':
    case 'review':
    case 'chief':
    case 'head':
      return hasDuty(who, capacity) && who.department === state.item.department;
    case 'decide':
      return hasDuty(who, 'decide') && who.department === state.item.department && hasAuthority(state, who);
    default:
      return hasDuty(who, capacity);
  }
}

/**
 * Authority to decide (A9, M4(2), M21(7)): the head always has it; a chief representative within the recorded scope,
 * and never for what is reserved to the head.
 */
function hasAuthority(state: CaseState, who: Accountable): boolean {
  if (hasDuty(who, 'head')) return true;
  if (state.item.reservedTo === 'head') return false;
  return who.authorisedItems === null || who.authorisedItems.includes(state.item.code);
}

const SIDE_NAMES: Readonly<Record<Side, string>> = {
  applicant: '申请人',
  window: '收件受理',
  handle: '承办',
  review: '审核',
  decide: '批准',
};

/**
 * Separation of duties by natural person (受审分离, M4(3), M13(3)): whoever stood on one side in this case, under
 * whatever account, never stands on another. Null when the person may stand there.
 */
export function separation(state: CaseState, personId: string, side: Side): Rejection | null {
  const present = state.sides[personId];
  if (present !== undefined && present !== side)
    return reject(
      'duty-separation',
      `受审分离(本办法第四条第三项):同一自然人已作为“${SIDE_NAMES[present]}”参与本件,不得再作为“${SIDE_NAMES[side]}”`,
    );
  const posts: readonly Post[] = ['handle', 'review', 'decide'];
  const assignedTo = posts.find((post) => state.assignees[post]?.personId === personId);
  if (assignedTo !== undefined && assignedTo !== side)
    return reject('duty-separation', `受审分离:该人已被指派为“${SIDE_NAMES[assignedTo]}”`);
  return null;
}

/** A case taken by one officer is not acted on by another of the same duty, unless it is handed on (转办). */
export function heldByAnother(state: CaseState, who: Pick<Actor, 'staffId'>, post: Post): Rejection | null {
  const holder = state.assignees[post];
  return holder === null || holder.staffId === who.staffId
    ? null
    : reject('forbidden', `本件已由 ${holder.staffId} 办理,须先转办`);
}

/** Whether a person may be given a post of the case: active, of the duty, of the department, on no other side. */
export function eligibility(state: CaseState, person: StaffMember, post: Post): Rejection | null {
  if (person.status !== 'active') return reject('invalid', `${person.staffId} 不在岗`);
  if (!holds(state, person, post)) return reject('invalid', `${person.staffId} 无本件的该项职责`);
  return separation(state, person.personId, post);
}
