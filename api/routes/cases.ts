import { Router, type Request, type Response } from 'express';
import {
  InvalidCursorError,
  listCases,
  logApplicantRead,
  readApplicant,
  type Visibility,
} from '../../db/cases.ts';
import { waitingOn } from '../../domain/case/state.ts';
import { holds } from '../../domain/case/duties.ts';
import { HALL_DUTIES, type Actor } from '../../domain/people.ts';
import { instantOf } from '../../domain/time.ts';
import { etagOf, readableCase, viewOf } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { methodNotAllowed, problemFrom } from '../http/errors.ts';
import { jsonBody } from '../http/json-body.ts';
import { bodyOf, caseNoOf, idempotencyKey, identityOf, parse, requestIdOf } from '../http/request.ts';
import { Problem } from '../problem.ts';
import { receiveApplication } from '../receive.ts';
import { record } from '../refusals.ts';
import { receiveSchema } from '../schemas/receive.ts';
import { searchSchema } from '../schemas/search.ts';
import type { CaseSnapshot } from '../../workflows/messages.ts';

export function caseRoutes(api: ApiContext): Router {
  const router = Router();

  router.post('/', jsonBody, async (req: Request, res: Response) => {
    const { staffId } = identityOf(res);
    const key = idempotencyKey(req);
    try {
      const application = parse(receiveSchema, bodyOf(req));
      const { caseNo, snapshot, actor } = await api.inFlight.alone(staffId, key, () =>
        receiveApplication(api, { staffId, key, application }),
      );
      const view = await viewOf(api, snapshot, actor);
      res.status(201).location(`/api/cases/${caseNo}`).set('ETag', etagOf(view)).json(view);
    } catch (error) {
      const problem = problemFrom(error);
      if (problem !== null && problem.status < 500)
        await record(
          api,
          { caseNo: null, staffId, act: 'receive', actionId: key, requestId: requestIdOf(res) },
          problem,
        );
      throw error;
    }
  });

  router.get('/', async (req, res) => {
    const { sort, limit, cursor, green, dueBefore, ...filter } = parse(searchSchema, req.query);
    const actor = await api.register.actor(identityOf(res).staffId);
    try {
      const { rows, nextCursor } = await listCases(
        api.db,
        {
          ...filter,
          ...(green === undefined ? {} : { green: green === 'true' }),
          ...(dueBefore === undefined
            ? {}
            : { dueBefore: dueBefore.length === 10 ? `${dueBefore}T00:00:00.000+08:00` : dueBefore }),
        },
        { visibility: visibilityOf(actor), sort, limit, ...(cursor === undefined ? {} : { cursor }) },
      );
      const items = await Promise.all(rows.map((snapshot) => viewOf(api, snapshot, actor)));
      res.set('Cache-Control', 'no-store').json({ items, nextCursor });
    } catch (error) {
      if (error instanceof InvalidCursorError)
        throw new Problem('invalid', '游标不正确', { errors: [{ path: 'cursor', message: '游标不正确' }] });
      throw error;
    }
  });
  router.all('/', methodNotAllowed('GET', 'POST'));

  router.get('/:caseNo', async (req, res) => {
    const { snapshot, actor } = await readableCase(api, caseNoOf(req), identityOf(res).staffId);
    const view = await viewOf(api, snapshot, actor);
    res.set({ ETag: etagOf(view), 'Cache-Control': 'private, no-cache' }).json(view);
  });
  router.all('/:caseNo', methodNotAllowed('GET'));

  router.get('/:caseNo/applicant', async (req, res) => {
    const { staffId } = identityOf(res);
    const caseNo = caseNoOf(req);
    const { snapshot, actor } = await readableCase(api, caseNo, staffId);
    if (!mayReadApplicant(snapshot, actor)) {
      const problem = new Problem('forbidden', '仅当前环节的经办职责和收件人可查看申请人信息');
      await record(
        api,
        { caseNo, staffId, act: 'readApplicant', actionId: null, requestId: requestIdOf(res) },
        problem,
      );
      throw problem;
    }
    // On record before it is shown: no reading without its entry.
    await logApplicantRead(api.db, { caseNo, staffId, at: instantOf(Date.now()) });
    const applicant = await readApplicant(api.db, caseNo);
    if (applicant === null) throw new Problem('unavailable', '申请人信息正在登记,请稍后再试');
    res.set('Cache-Control', 'no-store').json(applicant);
  });
  router.all('/:caseNo/applicant', methodNotAllowed('GET'));
  return router;
}

/** The receiver, and whoever has the duty that the case waits for now: where it is somebody's, only that person. */
function mayReadApplicant({ state }: CaseSnapshot, actor: Actor): boolean {
  if (state.people.receiver === actor.staffId) return true;
  const waiting = waitingOn(state);
  if (waiting === null || !holds(state, actor, waiting.duty)) return false;
  return waiting.staffId === null || waiting.staffId === actor.staffId;
}

/** Which cases a list may show. */
export function visibilityOf(actor: Actor): Visibility {
  if (actor.duties.some((duty) => HALL_DUTIES.includes(duty))) return { kind: 'all' };
  return { kind: 'some', department: actor.department, applicantStaffId: actor.staffId };
}
