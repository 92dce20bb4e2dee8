import { mkdtemp, rm } from 'node:fs/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { mintDevelopmentToken, tokenVerifierFromEnv } from '../../api/auth/verifier.ts';
import { runApi } from '../../api/run.ts';
import { connectDatabase, type Database } from '../../db/client.ts';
import { findTemporalBinary } from '../../embedded/temporal-binary.ts';
import { startTemporal } from '../../embedded/temporal-server.ts';
import { connectEngine, registerSearchAttributes, type Engine } from '../../engine/connection.ts';
import { startWorker, type RunningWorker } from '../../worker/run.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { freshDatabase } from './database.ts';
import { freePorts } from './ports.ts';
import { Client } from './client.ts';

installRuntime('ERROR');

const CACHE = join(import.meta.dirname, '../../.cache');

export interface TestApp {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly db: Database;
  readonly engine: Engine;
  /** A client that acts as a member of the embedded staff; without an id it has no token. */
  as(staffId?: string): Client;
  token(staffId: string): Promise<string>;
  /** Lets time pass on a server that skips it, e.g. `15 days`. */
  skip(duration: string): Promise<void>;
  startWorker(): Promise<RunningWorker>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface AppOptions {
  /** False leaves the workers to the test. */
  readonly worker?: boolean;
  readonly answerWaitMs?: number;
  /** Runs on the server that skips time instead; then `skip` works. */
  readonly timeSkipping?: boolean;
}

interface TemporalForTests {
  readonly address: string;
  skip(duration: string): Promise<void>;
  stop(): Promise<void>;
}

async function startTemporalFor({ timeSkipping = false }: AppOptions): Promise<TemporalForTests> {
  const cacheDir = join(CACHE, 'temporal');
  const log = (): void => undefined;
  if (timeSkipping) {
    const path = await findTemporalBinary('temporal-test-server', { cacheDir, log });
    const env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    return {
      address: env.address,
      skip: (duration) => env.sleep(duration as Parameters<typeof env.sleep>[0]),
      stop: () => env.teardown(),
    };
  }
  const binary = await findTemporalBinary('temporal', { cacheDir, log });
  const server = await startTemporal({ binary, ...(await freePorts()), log });
  return {
    address: server.address,
    skip: () => Promise.reject(new Error('this server does not skip time')),
    stop: () => server.stop(),
  };
}

/**
 * The whole application on real servers: a database of its own on the shared Postgres, a Temporal server of its own
 * (case numbers of two test files would meet on a shared one), API and worker in this process.
 */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shenpi-app-'));
  const database = await freshDatabase();
  const temporal = await startTemporalFor(options);
  process.env['TEMPORAL_ADDRESS'] = temporal.address;
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const db = connectDatabase(database.url);
  const engine = connectEngine();
  await registerSearchAttributes(engine);
  const auth = await tokenVerifierFromEnv({ dataDir, env: {} });
  const api = await runApi({
    settings: { databaseUrl: database.url, port: 0, production: false, dataDir, temporalUiUrl: null },
    auth,
    log,
    ...(options.answerWaitMs === undefined ? {} : { answerWaitMs: options.answerWaitMs }),
  });
  const baseUrl = api.url.replace('localhost', '127.0.0.1');
  let worker: RunningWorker | null = null;
  const app: TestApp = {
    baseUrl,
    databaseUrl: database.url,
    temporalAddress: temporal.address,
    db,
    engine,
    as: (staffId) =>
      new Client(baseUrl, staffId === undefined ? null : mintDevelopmentToken(dataDir, staffId)),
    skip: (duration) => temporal.skip(duration),
    token: (staffId) => mintDevelopmentToken(dataDir, staffId),
    async startWorker() {
      worker = await startWorker({ databaseUrl: database.url, cacheDir: join(CACHE, 'bundle'), log });
      return worker;
    },
    async stopWorker() {
      await worker?.stop();
      worker = null;
    },
    async stop() {
      await api.stop();
      await app.stopWorker();
      await engine.close();
      await db.close();
      await temporal.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  if (options.worker !== false) await app.startWorker();
  return app;
}
