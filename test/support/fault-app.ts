import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { pino } from 'pino';
import { mintDevelopmentToken, tokenVerifierFromEnv } from '../../api/auth/verifier.ts';
import { runApi } from '../../api/run.ts';
import { migrate } from '../../db/migrate.ts';
import { seedDatabase } from '../../db/seed.ts';
import { startPostgres, type PostgresServer } from '../../embedded/postgres.ts';
import { startTemporal, type TemporalServer } from '../../embedded/temporal-server.ts';
import { connectEngine, registerSearchAttributes } from '../../engine/connection.ts';
import { startProcess, type ProjectProcess } from '../../scripts/support/project-process.ts';
import { Client } from './client.ts';
import { freePorts } from './ports.ts';

const BUNDLES = join(import.meta.dirname, '../../.cache');

/** The application on servers of its own, each of which can be taken away and brought back; workers are processes. */
export interface FaultApp {
  as(staffId: string): Client;
  startWorker(): Promise<ProjectProcess>;
  stopPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  stopTemporal(): Promise<void>;
  startTemporal(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFaultApp(): Promise<FaultApp> {
  const folder = await mkdtemp(join(tmpdir(), 'shenpi-fault-'));
  const log = (): void => undefined;
  const binary = process.env['TEST_TEMPORAL_BINARY'] ?? '';
  const dbFile = join(folder, 'temporal.db');
  let postgres: PostgresServer = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await getPort(),
    log,
  });
  let temporal: TemporalServer = await startTemporal({ binary, dbFile, ...(await freePorts()), log });
  const { port, url: databaseUrl } = postgres;
  const { address } = temporal;
  process.env['TEMPORAL_ADDRESS'] = address;
  await migrate(databaseUrl);
  await seedDatabase(databaseUrl);
  const engine = connectEngine();
  await registerSearchAttributes(engine);
  await engine.close();
  const auth = await tokenVerifierFromEnv({ dataDir: folder, env: {} });
  const api = await runApi({
    settings: { databaseUrl, port: 0, production: false, dataDir: folder, temporalUiUrl: null },
    auth,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
  });
  const workers: ProjectProcess[] = [];
  const env = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: address, SHENPI_DATA_DIR: BUNDLES };
  return {
    as: (staffId) =>
      new Client(api.url.replace('localhost', '127.0.0.1'), mintDevelopmentToken(folder, staffId)),
    async startWorker() {
      const worker = await startProcess('worker.ts', env, /worker polls/);
      workers.push(worker);
      return worker;
    },
    stopPostgres: () => postgres.stop(),
    async startPostgres() {
      postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port, log });
    },
    stopTemporal: () => temporal.stop(),
    async startTemporal() {
      temporal = await startTemporal({ binary, dbFile, port: Number(address.split(':')[1]), log });
    },
    async stop() {
      await api.stop();
      await Promise.all(workers.map((worker) => worker.stop()));
      await temporal.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
