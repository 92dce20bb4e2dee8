import { storeQueued } from '../../db/actions.ts';
import { canonicalJson } from '../../db/hash.ts';
import type { KeyUse } from '../../db/staff.ts';
import type { Act, ActMessage, ActType } from '../../domain/case/acts.ts';
import { guard } from '../../domain/case/rules.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { Actor } from '../../domain/people.ts';
import { instantOf } from '../../domain/time.ts';
import { queueAct, sendAct } from '../../engine/cases.ts';
import { isApplicantOnly, loadCase, mayRead } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { digest } from '../digest.ts';
import { notFound, Problem, problemOf } from '../problem.ts';
import { actOnClosed } from './closed.ts';
import { queued, seen, type ActReply } from './reply.ts';

/** An act as it came in, its shape checked. */
export interface ActRequest {
  readonly caseNo: string;
  readonly staffId: string;
  readonly key: string;
  readonly act: Act;
  readonly ifRevision: number | undefined;
  /** The sender does not want to wait. */
  readonly async: boolean;
}

/** Sends an act to its case: asked at once, stored under the same id when no worker answers (decision 2). */
export async function performAct(api: ApiContext, request: ActRequest): Promise<ActReply> {
  const { caseNo, staffId, key, act } = request;
  const fingerprint = digest(canonicalJson({ caseNo, act }));
  const { actor, use } = await api.register.sender(staffId, key);
  if (isApplicantOnly(actor)) await mustBeOwn(api, caseNo, actor);
  if (use !== null && !isSameAct(use, caseNo, fingerprint))
    throw new Problem('idempotency-mismatch', '同一 Idempotency-Key 已用于另一内容');

  const target = act.type === 'assign' ? await api.register.member(act.staffId) : null;
  const message: ActMessage = {
    id: key,
    fingerprint,
    act,
    actor,
    ...(target === null ? {} : { target }),
    ...(request.ifRevision === undefined ? {} : { ifRevision: request.ifRevision }),
  };
  if (request.async && use === null) return store(api, caseNo, message, use);
  if (request.async && use?.status === 'queued') return queued(message);

  const sent = await sendAct(api.engine, caseNo, message, { waitMs: api.answerWaitMs });
  switch (sent.kind) {
    case 'answered':
      return seen(api, message, sent.answer.outcome, sent.answer.snapshot);
    case 'refused':
      throw problemOf(sent.rejection);
    case 'noAnswer':
      // A key stored before lies with the server already.
      return use?.status === 'queued' ? queued(message) : store(api, caseNo, message, use);
    case 'closed':
      return actOnClosed(api, caseNo, message, use);
  }
}

const isSameAct = (use: KeyUse, caseNo: string, fingerprint: string): boolean =>
  use.kind === 'action' && use.caseNo === caseNo && use.fingerprint === fingerprint;

/** To an applicant a case of somebody else does not exist. */
async function mustBeOwn(api: ApiContext, caseNo: string, actor: Actor): Promise<void> {
  const snapshot = await loadCase(api, caseNo);
  if (snapshot === null || !mayRead(snapshot, actor)) throw notFound('没有这一案件');
}

/** Stores an act as a Signal under its id; the workflow applies or rejects it when it runs. */
async function store(
  api: ApiContext,
  caseNo: string,
  message: ActMessage,
  use: KeyUse | null,
): Promise<ActReply> {
  const { actor, act, id, fingerprint } = message;
  const snapshot = await loadCase(api, caseNo).catch(whereAway);
  if (snapshot !== null && lacksDuty(snapshot.state, act.type, actor))
    throw new Problem('forbidden', '无本件的该项职责');
  const storedAt = instantOf(Date.now());
  if ((await queueAct(api.engine, caseNo, { ...message, storedAt })) === 'closed')
    return actOnClosed(api, caseNo, message, use);
  await api.late.write(() =>
    storeQueued(api.db, {
      caseNo,
      staffId: actor.staffId,
      actionId: id,
      fingerprint,
      type: act.type,
      storedAt,
    }),
  );
  return queued(message);
}

/** The duty check of an act to be stored is a courtesy: where the case cannot be read, the workflow judges alone. */
function whereAway(error: unknown): null {
  if (error instanceof Problem && error.code === 'unavailable') return null;
  throw error;
}

const NOBODY: CaseState['assignees'] = { handle: null, review: null, decide: null };

/**
 * Whether an account can have no duty for an act whatever the stage is: the API judges duty, never the stage from the
 * read model (decision 2). What depends on what happened last (`recall`, handing on one's own) is left to the workflow.
 */
function lacksDuty(state: CaseState, type: ActType, actor: Actor): boolean {
  if (type === 'recall' || type === 'assign') return false;
  const stageless: CaseState = { ...state, stage: 'handling', assignees: NOBODY, sides: {} };
  const guarded = guard(stageless, type, actor, instantOf(Date.now()));
  return 'refused' in guarded && guarded.refused.code === 'forbidden';
}
