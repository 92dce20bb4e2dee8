import { Router } from 'express';
import { worklist } from '../../db/worklist.ts';
import type { ApiContext } from '../context.ts';
import { viewOf } from '../case-reader.ts';
import { methodNotAllowed } from '../http/errors.ts';
import { identityOf } from '../http/request.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { closeOf, dateOf, instantOf, type Instant } from '../../domain/time.ts';

/** The caller's inbox (J3). */
export function worklistRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/', async (_req, res) => {
    const actor = await api.register.actor(identityOf(res).staffId);
    const now = instantOf(Date.now());
    const { mine, department, dueSoon, overdue, counts } = await worklist(
      api.db,
      actor,
      now,
      await endOfNextDay(api, now),
    );
    const shown = (rows: typeof mine) => Promise.all(rows.map((snapshot) => viewOf(api, snapshot, actor)));
    const lists = await Promise.all([shown(mine), shown(department), shown(dueSoon), shown(overdue)]);
    res
      .set('Cache-Control', 'no-store')
      .json({ mine: lists[0], department: lists[1], dueSoon: lists[2], overdue: lists[3], counts });
  });
  router.all('/', methodNotAllowed('GET'));
  return router;
}

/** What is due by the end of the next working day is due soon: a warning comes one working day before (law.md). */
async function endOfNextDay(api: ApiContext, now: Instant): Promise<Instant> {
  const calendar = await api.calendars.current();
  return closeOf(calendar.addWorkingDays(dateOf(now), DEFAULT_POLICY.warnDaysBefore), '23:59');
}
