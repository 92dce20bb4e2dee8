import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { FieldError } from '../../domain/rejection.ts';
import type { Identity } from '../auth/verifier.ts';
import { notFound, Problem } from '../problem.ts';

/** How the checks before the routes have answered; kept with the response. */
interface Locals {
  identity?: Identity;
  requestId?: string;
  tokenProblem?: unknown;
}
const localsOf = (res: Response): Locals => res.locals as Locals;

export const setIdentity = (res: Response, identity: Identity): void => {
  localsOf(res).identity = identity;
};
export const knownIdentity = (res: Response): Identity | undefined => localsOf(res).identity;

export const setTokenProblem = (res: Response, problem: unknown): void => {
  localsOf(res).tokenProblem = problem;
};
/** Why the token was not taken; undefined where it was, or where there was none. */
export const tokenProblem = (res: Response): unknown => localsOf(res).tokenProblem;

/** Who asks. Only behind `requireIdentity`. */
export function identityOf(res: Response): Identity {
  const identity = knownIdentity(res);
  if (identity === undefined) throw new Problem('unauthenticated', '请提供有效的访问令牌');
  return identity;
}

export const setRequestId = (res: Response, id: string): void => {
  localsOf(res).requestId = id;
};
export const requestIdOf = (res: Response): string => localsOf(res).requestId ?? '';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** The Idempotency-Key of a request that acts: 1 to 200 visible ASCII characters. */
export function idempotencyKey(req: Request): string {
  const key = req.get('Idempotency-Key');
  if (key === undefined) throw new Problem('bad-request', '缺少 Idempotency-Key 请求头');
  if (!KEY.test(key)) throw new Problem('bad-request', 'Idempotency-Key 须为 1 至 200 个可见 ASCII 字符');
  return key;
}

/** The revision that the caller has seen. `*` and no header match any; what is no revision of ours matches none. */
export function ifRevision(req: Request): number | undefined {
  const given = req.get('If-Match')?.trim();
  if (given === undefined || given === '*') return undefined;
  const revision = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  return revision === undefined ? -1 : Number(revision);
}

/** `Prefer: respond-async` (RFC 7240): the act is to be stored, not waited for. */
export const prefersAsync = (req: Request): boolean =>
  (req.get('Prefer') ?? '')
    .split(',')
    .some((preference) => preference.trim().toLowerCase() === 'respond-async');

const CASE_NO = /^\d{6}-[a-z]{1,32}-\d{8}-\d{4,8}$/;

/** The case number of the path; what cannot be one does not exist. */
export function caseNoOf(req: Request): string {
  const caseNo = req.params['caseNo'];
  if (typeof caseNo !== 'string' || !CASE_NO.test(caseNo)) throw notFound('没有这一案件');
  return caseNo;
}

export function paramOf(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

/** What a request carries, after its schema; otherwise 422 with every fault and its path. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', '内容不符合要求', { errors: fieldErrors(parsed.error.issues) });
}

/** The body of a request that must have one. */
export function bodyOf(req: Request): unknown {
  if (req.body === undefined) throw new Problem('bad-request', '缺少请求体');
  return req.body as unknown;
}

const MAX_ERRORS = 50;

function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues.slice(0, MAX_ERRORS).flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys
        .slice(0, MAX_ERRORS)
        .map((key) => ({ path: [...path, key.slice(0, 100)].join('.'), message: '未知字段' }));
    return [{ path: path.join('.'), message: issue.message }];
  });
}
