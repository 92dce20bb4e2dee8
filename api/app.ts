import express, { type Express } from 'express';
import { apiContext, type ApiDeps } from './context.ts';
import { authenticate, limitRate, refuseBadToken, requireIdentity } from './http/access.ts';
import { errorHandler, unknownPath } from './http/errors.ts';
import { requestIds, requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security.ts';
import { actRoutes } from './routes/acts.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { caseRoutes } from './routes/cases.ts';
import { docsRoutes } from './routes/docs.ts';
import { historyRoutes } from './routes/history.ts';
import { noticeRoutes } from './routes/notices.ts';
import { operationsRoutes } from './routes/operations.ts';
import { catalogueRoutes } from './routes/public.ts';
import { worklistRoutes } from './routes/worklist.ts';

export type { ApiDeps } from './context.ts';

/** The application, and how to end it: what the database has not taken yet is written before it is closed. */
export type Api = Express & { drain(): Promise<void> };

/** The API: parse, authorise, ask the case's workflow, answer. What it refuses is a problem (RFC 9457). */
export function createApi(deps: ApiDeps): Api {
  const api = apiContext(deps);
  const app = express();
  app.disable('x-powered-by');
  // The revision is the ETag of a case; no other answer is worth hashing.
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);

  app.use(requestIds, requestLog(api.log), api.metrics.observe, securityHeaders(api.production));
  app.use(operationsRoutes(api));
  app.get('/', (_req, res) => {
    res.redirect(302, '/api/docs');
  });
  app.use('/api', authenticate(api.auth), limitRate(api.production), refuseBadToken);
  app.use('/api', docsRoutes());
  app.use('/api/items', catalogueRoutes(api));
  app.use('/api', requireIdentity);
  // What an act stands on comes first: it is the path that must be fast.
  app.use('/api/cases', actRoutes(api), caseRoutes(api), historyRoutes(api), noticeRoutes(api));
  app.use('/api/worklist', worklistRoutes(api));
  app.use('/api/calendar', calendarRoutes(api));
  app.use(unknownPath);
  app.use(errorHandler(api.log));
  return Object.assign(app, { drain: () => api.late.stop() });
}
