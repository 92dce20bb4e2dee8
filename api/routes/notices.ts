import { Router } from 'express';
import { readApplicant } from '../../db/cases.ts';
import { readNotice, readNotices } from '../../db/history.ts';
import { hasDuty, type Actor } from '../../domain/people.ts';
import { readableCase } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { methodNotAllowed } from '../http/errors.ts';
import { caseNoOf, identityOf, paramOf } from '../http/request.ts';
import { NOTICE_POLICY, noticePage } from '../notices/page.ts';
import { notFound, Problem } from '../problem.ts';
import type { CaseSnapshot } from '../../workflows/messages.ts';

/** Notices issued in a case: the list, and one as a page to print. */
export function noticeRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/:caseNo/notices', async (req, res) => {
    const caseNo = caseNoOf(req);
    await readableCase(api, caseNo, identityOf(res).staffId);
    const notices = (await readNotices(api.db, caseNo)).map(({ notice, revoked }) => ({
      ...notice,
      revoked,
      href: `/api/cases/${caseNo}/notices/${notice.id}`,
    }));
    res.set('Cache-Control', 'no-store').json({ notices });
  });
  router.all('/:caseNo/notices', methodNotAllowed('GET'));

  router.get('/:caseNo/notices/:id', async (req, res) => {
    const caseNo = caseNoOf(req);
    const { snapshot, actor } = await readableCase(api, caseNo, identityOf(res).staffId);
    const found = await readNotice(api.db, caseNo, paramOf(req, 'id'));
    if (found === null) throw notFound('没有这一通知书');
    const { notice, revoked } = found;
    res.set('Cache-Control', 'no-store').vary('Accept');
    switch (req.accepts(['text/html', 'application/json'])) {
      case 'text/html': {
        const applicant = await applicantFor(api, snapshot, actor);
        res
          .set('Content-Security-Policy', NOTICE_POLICY)
          .type('html')
          .send(noticePage({ notice, revoked, state: snapshot.state, applicant }));
        return;
      }
      case 'application/json':
        res.json({ ...notice, revoked });
        return;
      default:
        throw new Problem('not-acceptable', '通知书以 text/html 或 application/json 提供');
    }
  });
  router.all('/:caseNo/notices/:id', methodNotAllowed('GET'));
  return router;
}

/** On paper for the applicant and the window the name stands in clear; to everybody else it is masked. */
async function applicantFor(
  api: ApiContext,
  { state, applicant }: CaseSnapshot,
  actor: Actor,
): Promise<CaseSnapshot['applicant']> {
  const inClear = hasDuty(actor, 'receive') || state.applicantAccount?.staffId === actor.staffId;
  if (!inClear) return applicant;
  const clear = await readApplicant(api.db, state.caseNo);
  return clear === null ? applicant : { ...applicant, name: clear.name };
}
