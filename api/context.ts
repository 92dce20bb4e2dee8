import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import type { Engine } from '../engine/connection.ts';
import type { TokenVerifier } from './auth/verifier.ts';
import { Calendars } from './calendars.ts';
import { InFlight } from './in-flight.ts';
import { LateWrites } from './late-writes.ts';
import { Metrics } from './metrics.ts';
import { Register } from './register.ts';

/** What the API stands on. */
export interface ApiDeps {
  readonly db: Database;
  readonly engine: Engine;
  readonly auth: TokenVerifier;
  readonly log: Logger;
  readonly production: boolean;
  /** The address of Temporal's Web UI, for links into it. */
  readonly temporalUiUrl?: string | null;
  /** How long an act's Update is waited for before the act is stored as a Signal; 3,000 ms. */
  readonly answerWaitMs?: number;
}

const ANSWER_WAIT_MS = 3000;

/** What the routes share. */
export interface ApiContext {
  readonly db: Database;
  readonly engine: Engine;
  readonly auth: TokenVerifier;
  readonly log: Logger;
  readonly production: boolean;
  readonly answerWaitMs: number;
  readonly temporalUiUrl: string | null;
  readonly register: Register;
  readonly calendars: Calendars;
  readonly inFlight: InFlight;
  readonly late: LateWrites;
  readonly metrics: Metrics;
}

export const apiContext = (deps: ApiDeps): ApiContext => ({
  db: deps.db,
  engine: deps.engine,
  auth: deps.auth,
  log: deps.log,
  production: deps.production,
  answerWaitMs: deps.answerWaitMs ?? ANSWER_WAIT_MS,
  temporalUiUrl: deps.temporalUiUrl ?? null,
  register: new Register(deps.db),
  calendars: new Calendars(deps.db),
  inFlight: new InFlight(),
  late: new LateWrites(deps.log),
  metrics: new Metrics(),
});
