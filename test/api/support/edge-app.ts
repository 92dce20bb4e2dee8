import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import getPort from 'get-port';
import { pino } from 'pino';
import { createApi } from '../../../api/app.ts';
import { mintDevelopmentToken, tokenVerifierFromEnv } from '../../../api/auth/verifier.ts';
import { serveApi } from '../../../api/server.ts';
import { connectDatabase, type Database } from '../../../db/client.ts';
import { connectEngine } from '../../../engine/connection.ts';
import { Client } from '../../support/client.ts';
import { freshDatabase } from '../../support/database.ts';

export interface EdgeApp {
  readonly baseUrl: string;
  readonly db: Database;
  /** Every line of the log so far. */
  readonly lines: string[];
  as(staffId?: string): Client;
  /** Requests with any header, as they are. */
  send(method: string, path: string, init?: RequestInit): Promise<Response>;
  token(staffId: string): Promise<string>;
  stop(): Promise<void>;
}

/** The API on a real database, with a Temporal that is away: all that is answered before a case is asked. */
export async function startEdgeApp({ production = false } = {}): Promise<EdgeApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shenpi-edge-'));
  const database = await freshDatabase();
  const db = connectDatabase(database.url);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${await getPort()}`;
  const engine = connectEngine();
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const app = createApi({
    db,
    engine,
    auth: await tokenVerifierFromEnv({ dataDir, env: {} }),
    log: pino({ level: 'debug' }, sink),
    production,
    answerWaitMs: 300,
  });
  const server = await serveApi(app, 0);
  const baseUrl = `http://127.0.0.1:${server.port}`;
  return {
    baseUrl,
    db,
    lines,
    as: (staffId) =>
      new Client(baseUrl, staffId === undefined ? null : mintDevelopmentToken(dataDir, staffId)),
    send: (method, path, init) => fetch(`${baseUrl}${path}`, { method, redirect: 'manual', ...init }),
    token: (staffId) => mintDevelopmentToken(dataDir, staffId),
    async stop() {
      await server.stop();
      await engine.close();
      await db.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
