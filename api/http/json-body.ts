import express, { type RequestHandler } from 'express';
import { Problem } from '../problem.ts';

const MAX_BODY_BYTES = 1024 * 1024;

const parser = express.json({ limit: MAX_BODY_BYTES, type: ['application/json', 'application/*+json'] });

/** The JSON body of a request, at most 1 MiB; any other kind of body is refused. */
export const jsonBody: RequestHandler[] = [
  (req, _res, next) => {
    // `is` answers null where there is no body at all; the route says what it misses.
    if (req.is(['application/json', 'application/*+json']) === false)
      throw new Problem('unsupported-media-type', '请求体须为 application/json');
    next();
  },
  parser,
];
