import { Router } from 'express';
import { ping } from '../../db/client.ts';
import { freshWorker } from '../../db/heartbeat.ts';
import { pingEngine } from '../../engine/connection.ts';
import type { ApiContext } from '../context.ts';
import { soon } from '../deadline.ts';
import { methodNotAllowed, PROBLEM_TYPE } from '../http/errors.ts';
import { problemBody, unavailable } from '../problem.ts';

/** A worker that polls writes a heartbeat every 2 s (decision 18). */
const WORKER_MAX_AGE_MS = 10_000;

/** For whoever runs it: alive, ready, and what Prometheus reads. */
export function operationsRoutes(api: ApiContext): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    const [database, temporal, worker] = await Promise.all([
      answers(() => ping(api.db)),
      answers(() => pingEngine(api.engine)),
      answers(async () => {
        if (!(await freshWorker(api.db, WORKER_MAX_AGE_MS))) throw new Error('no worker polls');
      }),
    ]);
    const checks = { database, temporal, worker };
    const missing = Object.entries(checks).flatMap(([name, up]) => (up ? [] : [name]));
    res.set('Cache-Control', 'no-store');
    if (missing.length === 0) {
      res.json({ status: 'ready', checks, missing });
      return;
    }
    const { headers, code, message } = unavailable(`缺少:${missing.join('、')}`);
    res
      .status(503)
      .set(headers)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify({ ...problemBody({ code, message }, { instance: '/readyz' }), checks, missing }));
  });
  router.get('/metrics', async (_req, res) => {
    res.type(api.metrics.registry.contentType).send(await api.metrics.registry.metrics());
  });
  router.all(['/healthz', '/readyz', '/metrics'], methodNotAllowed('GET'));
  return router;
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await soon(check());
    return true;
  } catch {
    return false;
  }
}
