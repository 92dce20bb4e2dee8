import { Router } from 'express';
import { calendarYear } from '../../db/calendar.ts';
import { provisionalYear } from '../../domain/calendar.ts';
import type { ApiContext } from '../context.ts';
import { methodNotAllowed } from '../http/errors.ts';
import { paramOf } from '../http/request.ts';
import { notFound } from '../problem.ts';

/** The calendar that cases count by; a year not published yet is version 0, provisional (C1). */
export function calendarRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/:year', async (req, res) => {
    const text = paramOf(req, 'year');
    if (!/^20\d{2}$/.test(text)) throw notFound('没有这一年度');
    const year = Number(text);
    res.json((await calendarYear(api.db, year)) ?? provisionalYear(year));
  });
  router.all('/:year', methodNotAllowed('GET'));
  return router;
}
