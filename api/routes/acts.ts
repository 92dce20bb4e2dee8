import { Router, type Request, type Response } from 'express';
import { findAction, type ActionRecord } from '../../db/actions.ts';
import type { ActType } from '../../domain/case/acts.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { performAct } from '../acts/send.ts';
import type { ActReply } from '../acts/reply.ts';
import { etagOf, loadCase, readableCase } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { methodNotAllowed, problemFrom } from '../http/errors.ts';
import { jsonBody } from '../http/json-body.ts';
import {
  bodyOf,
  caseNoOf,
  idempotencyKey,
  identityOf,
  ifRevision,
  paramOf,
  parse,
  prefersAsync,
  requestIdOf,
} from '../http/request.ts';
import { notFound, Problem, problemBody } from '../problem.ts';
import { record } from '../refusals.ts';
import { actSchema } from '../schemas/acts.ts';

const pathOf = (caseNo: string, id: string): string =>
  `/api/cases/${caseNo}/actions/${encodeURIComponent(id)}`;

export function actRoutes(api: ApiContext): Router {
  const router = Router();
  router.post('/:caseNo/actions', jsonBody, async (req: Request, res: Response) => {
    const { staffId } = identityOf(res);
    const caseNo = caseNoOf(req);
    const key = idempotencyKey(req);
    let type: ActType | 'unknown' = 'unknown';
    try {
      const act = parse(actSchema, bodyOf(req));
      ({ type } = act);
      const request = { caseNo, staffId, key, act, ifRevision: ifRevision(req), async: prefersAsync(req) };
      const reply = await api.inFlight.alone(staffId, key, () => performAct(api, request));
      api.metrics.act(act.type, reply.action.status);
      answer(res, caseNo, reply, request.async);
    } catch (error) {
      const problem = problemFrom(error);
      if (problem !== null && problem.status < 500) {
        api.metrics.act(type, problem.code);
        await recordOnCase(
          api,
          { caseNo, staffId, act: type, actionId: key, requestId: requestIdOf(res) },
          problem,
        );
      }
      throw error;
    }
  });
  router.all('/:caseNo/actions', methodNotAllowed('POST'));

  router.get('/:caseNo/actions/:id', async (req, res) => {
    const { staffId } = identityOf(res);
    const caseNo = caseNoOf(req);
    const id = paramOf(req, 'id');
    const { snapshot } = await readableCase(api, caseNo, staffId);
    const found = (await findAction(api.db, caseNo, id, staffId)) ?? proposedReopening(snapshot.state, id);
    if (found === null) throw notFound('没有这一动作');
    const { type, status, code, message, revision } = found;
    const action = {
      id,
      type,
      status,
      revision,
      ...(status === 'rejected' && code !== null
        ? { problem: problemBody({ code, message: message ?? '' }, { instance: pathOf(caseNo, id) }) }
        : {}),
    };
    res.set('Cache-Control', 'no-store').json({ ...action, action });
  });
  router.all('/:caseNo/actions/:id', methodNotAllowed('GET'));
  return router;
}

function answer(res: Response, caseNo: string, reply: ActReply, async: boolean): void {
  if (async) res.set('Preference-Applied', 'respond-async');
  if (reply.kind === 'queued') {
    res.status(202).location(pathOf(caseNo, reply.action.id)).json({ action: reply.action });
    return;
  }
  res.status(200).set('ETag', etagOf(reply.case)).json({ action: reply.action, case: reply.case });
}

/** The proposal to reopen a closed case is an act too, though no workflow has it yet. */
function proposedReopening({ stage, revision, proposal }: CaseState, id: string): ActionRecord | null {
  if (stage !== 'closed' || proposal?.actionId !== id) return null;
  return { type: proposal.type, status: 'applied', code: null, message: null, revision };
}

/** A refusal goes on record where the case exists; what the API refuses before asking the case is looked up first. */
async function recordOnCase(
  api: ApiContext,
  refused: Parameters<typeof record>[1] & { readonly caseNo: string },
  problem: Problem,
): Promise<void> {
  const exists = await loadCase(api, refused.caseNo).then(
    (found) => found !== null,
    () => true,
  );
  if (exists) await record(api, refused, problem);
}
