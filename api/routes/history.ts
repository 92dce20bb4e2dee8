import { Router } from 'express';
import { readHistory } from '../../db/histories.ts';
import { readEvents } from '../../db/history.ts';
import { hasDuty, type Actor, type Duty } from '../../domain/people.ts';
import { caseWorkflowId } from '../../workflows/ids.ts';
import { isEngineAway } from '../../engine/connection.ts';
import { fetchHistory } from '../../engine/histories.ts';
import { readableCase } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { maskHistory } from '../engine-history.ts';
import { methodNotAllowed } from '../http/errors.ts';
import { caseNoOf, identityOf, parse } from '../http/request.ts';
import { notFound, unavailable } from '../problem.ts';
import { historySchema } from '../schemas/search.ts';

/** A case's history (J1): its events with their hash chain, or the engine's own history behind them. */
export function historyRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/:caseNo/history', async (req, res) => {
    const { format } = parse(historySchema, req.query);
    const caseNo = caseNoOf(req);
    const { actor } = await readableCase(api, caseNo, identityOf(res).staffId);
    res.set('Cache-Control', 'no-store');
    if (format === 'temporal') res.json(maskHistory(await engineHistory(api, caseNo)));
    else res.json({ events: await readEvents(api.db, caseNo), temporalUrl: temporalUrl(api, caseNo, actor) });
  });
  router.all('/:caseNo/history', methodNotAllowed('GET'));
  return router;
}

/** Where Temporal's own UI shows the case, for those who look after the hall; null where there is none. */
function temporalUrl({ temporalUiUrl, engine }: ApiContext, caseNo: string, actor: Actor): string | null {
  if (temporalUiUrl === null || !OVERSEERS.some((duty) => hasDuty(actor, duty))) return null;
  return `${temporalUiUrl}/namespaces/${engine.namespace}/workflows/${encodeURIComponent(caseWorkflowId(caseNo))}`;
}

const OVERSEERS: readonly Duty[] = ['coordinate', 'supervise', 'admin'];

/** From the engine while it has it, from our own store once its retention has passed (decision 13). */
async function engineHistory(api: ApiContext, caseNo: string): Promise<unknown> {
  let away = false;
  try {
    const kept = await fetchHistory(api.engine, caseNo);
    if (kept !== null) return kept.history;
  } catch (error) {
    if (!isEngineAway(error)) throw error;
    away = true;
  }
  const stored = await readHistory(api.db, caseNo);
  if (stored !== null) return stored.history;
  throw away ? unavailable('流程引擎暂时不可用,请稍后再试') : notFound('流程历史尚未生成');
}
