import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { InvalidTokenError, type TokenVerifier } from '../auth/verifier.ts';
import { Problem } from '../problem.ts';
import { sendProblem } from './errors.ts';
import { identityOf, knownIdentity, setIdentity, setTokenProblem, tokenProblem } from './request.ts';

const WINDOW_MS = 1000;
const REQUESTS_A_WINDOW = 100;

/**
 * Reads the bearer token where there is one. What is wrong with it is only kept here, so that the rate limit, which
 * counts by identity, also counts those who try tokens; {@link refuseBadToken} then refuses.
 */
export const authenticate =
  (auth: TokenVerifier): RequestHandler =>
  async (req, res, next) => {
    const header = req.get('Authorization');
    if (header !== undefined) {
      try {
        setIdentity(res, await auth.verify(bearerToken(header)));
      } catch (error) {
        setTokenProblem(res, error instanceof InvalidTokenError ? invalidToken() : error);
      }
    }
    next();
  };

function bearerToken(header: string): string {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (token === undefined) throw new InvalidTokenError('not a bearer token');
  return token;
}

const invalidToken = (): Problem =>
  new Problem('unauthenticated', '访问令牌无效或已过期', {
    headers: { 'WWW-Authenticate': 'Bearer realm="shenpi", error="invalid_token"' },
  });

/** A bad token is refused even where none is needed: whoever sends one believes to be somebody. */
export const refuseBadToken: RequestHandler = (_req, res, next) => {
  next(tokenProblem(res));
};

/** For everything but the public catalogue. */
export const requireIdentity: RequestHandler = (_req, res, next) => {
  identityOf(res);
  next();
};

const isLoopback = (req: Request): boolean => /^(?:::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '');

/** 100 requests a second an identity, or an address where nobody is named. */
export const limitRate = (production: boolean): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: REQUESTS_A_WINDOW,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (req) => !production && isLoopback(req),
    keyGenerator: (req, res) => knownIdentity(res)?.staffId ?? ipKeyGenerator(req.socket.remoteAddress ?? ''),
    handler: (req, res) => {
      sendProblem(
        req,
        res,
        new Problem('too-many-requests', '请求过于频繁,请稍后再试', { headers: { 'Retry-After': '1' } }),
      );
    },
  });
