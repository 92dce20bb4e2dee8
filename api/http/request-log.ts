import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { knownIdentity, setRequestId } from './request.ts';
import type { Response } from 'express';

const REQUEST_ID = /^[\w.:-]{1,100}$/;
const QUIET_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** An id for every request: the caller's own where it is usable, so that both sides' records meet. */
export const requestIds: RequestHandler = (req, res, next) => {
  const given = req.get('X-Request-Id');
  const id = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  setRequestId(res, id);
  req.id = id;
  res.set('X-Request-Id', id);
  next();
};

/**
 * One line a request: who, what, how it ended. No body, no header, no query (people search by name), so nothing
 * personal can get in.
 */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (req) => req.id,
    autoLogging: { ignore: (req) => QUIET_PATHS.has(req.url) },
    wrapSerializers: false,
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: (res: Response) => ({ status: res.statusCode }),
    },
    customProps: (_req, res) => ({ staffId: knownIdentity(res as Response)?.staffId }),
    customLogLevel: (_req, res, error) => (error !== undefined || res.statusCode >= 500 ? 'error' : 'info'),
  }) as RequestHandler;
}
