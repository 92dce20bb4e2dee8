import { Router } from 'express';
import { findItem, listItems } from '../../db/items.ts';
import { dateOf, instantOf } from '../../domain/time.ts';
import type { ApiContext } from '../context.ts';
import { methodNotAllowed } from '../http/errors.ts';
import { paramOf } from '../http/request.ts';
import { notFound } from '../problem.ts';

const today = (): string => dateOf(instantOf(Date.now()));

/** The public catalogue (M6, M29): no token. */
export function catalogueRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/', async (_req, res) => {
    res.set('Cache-Control', 'public, max-age=60').json({ items: await listItems(api.db, today()) });
  });
  router.all('/', methodNotAllowed('GET'));
  router.get('/:code', async (req, res) => {
    const code = paramOf(req, 'code');
    const item = /^[A-Za-z0-9_-]{1,64}$/.test(code) ? await findItem(api.db, code, today()) : null;
    if (item === null) throw notFound('目录中没有这一事项');
    res.set('Cache-Control', 'public, max-age=60').json(item);
  });
  router.all('/:code', methodNotAllowed('GET'));
  return router;
}
