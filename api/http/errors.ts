import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../../db/client.ts';
import { isEngineAway } from '../../engine/connection.ts';
import { IssuerAwayError } from '../auth/verifier.ts';
import { notFound, Problem, problemBody, unavailable } from '../problem.ts';
import { requestIdOf } from './request.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Answers a problem (RFC 9457). */
export function sendProblem(req: Request, res: Response, problem: Problem): void {
  const { code, message, errors } = problem;
  const body = problemBody(
    { code, message, ...(errors === undefined ? {} : { errors }) },
    { instance: req.originalUrl.split('?')[0] ?? '/', requestId: requestIdOf(res) },
  );
  res.status(problem.status).set(problem.headers).type(PROBLEM_TYPE).send(JSON.stringify(body));
}

/** What `express` and its body parser throw, by their `type` or name. */
function fromHttpError(error: Error & { type?: unknown; status?: unknown }): Problem | null {
  switch (error.type) {
    case 'entity.parse.failed':
      return new Problem('bad-request', '请求体不是有效的 JSON');
    case 'entity.too.large':
    case 'parameters.too.many':
      return new Problem('payload-too-large', '请求体不得超过 1 MiB');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported-media-type', '请求体须为 UTF-8 编码的 JSON');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('bad-request', '请求体不完整');
    default:
      return error.status === 400 || error instanceof URIError
        ? new Problem('bad-request', '请求无法解析')
        : null;
  }
}

/** Any error as a problem; null when it is a fault of ours. */
export function problemFrom(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) return unavailable('数据库暂时不可用,请稍后再试');
  if (isEngineAway(error)) return unavailable('流程引擎暂时不可用,请稍后再试');
  if (error instanceof IssuerAwayError) return unavailable('身份认证服务暂时不可用,请稍后再试');
  return error instanceof Error ? fromHttpError(error) : null;
}

/** The one place where errors become answers. What we did not foresee is logged, never shown. */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const problem = problemFrom(error);
    if (problem !== null) {
      sendProblem(req, res, problem);
      return;
    }
    log.error({ requestId: requestIdOf(res), err: error }, 'request failed');
    sendProblem(req, res, new Problem('internal', '内部错误,已记录'));
  };

/** The end of the road: no route had the path. */
export const unknownPath: RequestHandler = () => {
  throw notFound('没有这一路径');
};

/** For a path that exists, with another method. */
export const methodNotAllowed =
  (...allowed: readonly string[]): RequestHandler =>
  () => {
    throw new Problem('method-not-allowed', `该路径只支持 ${allowed.join('、')}`, {
      headers: { Allow: allowed.join(', ') },
    });
  };
