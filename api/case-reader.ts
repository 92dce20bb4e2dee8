import { findAction } from '../db/actions.ts';
import { readCase } from '../db/cases.ts';
import { readReopening } from '../db/reopenings.ts';
import { caseView, type CaseView } from '../domain/case/view.ts';
import type { CaseState, Proposal } from '../domain/case/state.ts';
import { HALL_DUTIES, type Actor } from '../domain/people.ts';
import { instantOf } from '../domain/time.ts';
import { querySnapshot } from '../engine/cases.ts';
import type { ActMessage } from '../domain/case/acts.ts';
import type { CaseSnapshot } from '../workflows/messages.ts';
import type { ApiContext } from './context.ts';
import { isAway, soon } from './deadline.ts';
import { notFound, Problem, unavailable } from './problem.ts';

/**
 * Who may read a case (contract): staff of the hall, the departments concerned, the applicant's own account. To all
 * others it does not exist.
 */
export function mayRead({ state }: CaseSnapshot, actor: Actor): boolean {
  if (actor.duties.some((duty) => HALL_DUTIES.includes(duty))) return true;
  if (state.applicantAccount?.staffId === actor.staffId) return true;
  const { department, jointDepartments } = state.item;
  return (
    actor.department !== null &&
    (actor.department === department || jointDepartments.includes(actor.department))
  );
}

/** An account that only applies: to it a case of somebody else does not exist, whatever it tries. */
export const isApplicantOnly = (actor: Actor): boolean => actor.duties.every((duty) => duty === 'apply');

/** A reopening that waits for its second person, as the case shows it. */
export const proposalOf = (message: ActMessage): Proposal | null =>
  message.act.type === 'reopen'
    ? {
        actionId: message.id,
        type: 'reopen',
        by: { staffId: message.actor.staffId, personId: message.actor.personId },
        reason: message.act.reason,
      }
    : null;

/** The proposal to reopen a closed case, where one waits. One that the case has seen in a later run waits no more. */
export async function pendingReopening(api: ApiContext, { caseNo }: CaseState): Promise<ActMessage | null> {
  const found = await soon(readReopening(api.db, caseNo));
  if (found === null) return null;
  const { message } = found;
  const done = await soon(findAction(api.db, caseNo, message.id, message.actor.staffId));
  return done?.type === 'reopen' ? null : message;
}

/**
 * A case as the read model has it; from its workflow while the database is away. Null when there is none. Throws 503
 * when neither can tell.
 */
export async function loadCase(api: ApiContext, caseNo: string): Promise<CaseSnapshot | null> {
  try {
    const row = await soon(readCase(api.db, caseNo));
    if (row === null) return null;
    const { state, applicant } = row.snapshot;
    if (state.stage !== 'closed') return row.snapshot;
    const proposed = await pendingReopening(api, state);
    return proposed === null
      ? row.snapshot
      : { state: { ...state, proposal: proposalOf(proposed) }, applicant };
  } catch (error) {
    if (!isAway(error)) throw error;
    return fromWorkflow(api, caseNo);
  }
}

async function fromWorkflow(api: ApiContext, caseNo: string): Promise<CaseSnapshot> {
  try {
    return await querySnapshot(api.engine, caseNo);
  } catch {
    // Without the archive nobody can say that there is no such case.
    throw unavailable('案件暂时无法读取,请稍后再试');
  }
}

/** The case, for somebody who may read it; 404 for everybody else. */
export async function readableCase(
  api: ApiContext,
  caseNo: string,
  staffId: string,
): Promise<{ snapshot: CaseSnapshot; actor: Actor }> {
  const [snapshot, actor] = await Promise.all([
    loadCase(api, caseNo),
    api.register.actor(staffId).catch(asNobody),
  ]);
  if (snapshot === null || actor === null || !mayRead(snapshot, actor)) throw notFound('没有这一案件');
  return { snapshot, actor };
}

/** An account that is not in the register learns nothing of a case, not even that it may not read it. */
function asNobody(error: unknown): null {
  if (error instanceof Problem && error.code === 'forbidden') return null;
  throw error;
}

/** The case of the contract for one caller, with what the caller may do now. */
export async function viewOf(api: ApiContext, snapshot: CaseSnapshot, actor: Actor): Promise<CaseView> {
  const calendar = await api.calendars.current();
  return caseView(snapshot.state, snapshot.applicant, calendar, { actor, now: instantOf(Date.now()) });
}

export const etagOf = ({ revision }: { readonly revision: number }): string => `"${revision}"`;
