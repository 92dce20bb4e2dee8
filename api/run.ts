import type { Logger } from 'pino';
import type { Settings } from '../config/env.ts';
import { connectDatabase } from '../db/client.ts';
import { connectEngine } from '../engine/connection.ts';
import { createApi } from './app.ts';
import { serveApi } from './server.ts';
import type { TokenVerifier } from './auth/verifier.ts';

export interface RunApiOptions {
  readonly settings: Settings;
  readonly auth: TokenVerifier;
  readonly log: Logger;
  /** How long an act's Update is waited for before the act is stored; 3,000 ms. */
  readonly answerWaitMs?: number;
}

/** Connects what the API stands on and serves it. `stop` lets requests under way finish, then closes. */
export async function runApi({
  settings,
  auth,
  log,
  answerWaitMs,
}: RunApiOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const db = connectDatabase(settings.databaseUrl);
  const engine = connectEngine();
  const app = createApi({
    db,
    engine,
    auth,
    log,
    production: settings.production,
    temporalUiUrl: settings.temporalUiUrl,
    ...(answerWaitMs === undefined ? {} : { answerWaitMs }),
  });
  const server = await serveApi(app, settings.port);
  return {
    url: `http://localhost:${server.port}`,
    async stop() {
      await server.stop();
      await engine.close();
      await db.close();
    },
  };
}
