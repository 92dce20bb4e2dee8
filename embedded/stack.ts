import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockDataDir, type Addresses } from './lock.ts';
import type { Log } from './log.ts';
import { startPostgres } from './postgres.ts';
import type { ServerExit } from './server-process.ts';
import { findTemporalBinary } from './temporal-binary.ts';
import { startTemporal } from './temporal-server.ts';

export interface StartStackOptions {
  /** Where everything is kept, as `.data`. */
  dataDir: string;
  /** Where a downloaded Temporal is kept; `.cache/temporal` of the project by default. */
  cacheDir?: string;
  /** Preferred; others are taken, and said, where somebody has them. */
  ports?: { postgres?: number; temporal?: number; temporalUi?: number };
  namespace?: string;
  /** Name to type, as `{ stage: 'Keyword' }`. */
  searchAttributes?: Record<string, string>;
  log: Log;
  /** A server ended that nobody had asked to; the others still run. Its last lines come with it. */
  onExit?: (exit: ServerExit) => void;
  /** Ends a start that is under way, downloads included; what has come up is stopped. */
  signal?: AbortSignal;
  /** `DATABASE_URL` and `TEMPORAL_ADDRESS` in it name servers that run already. */
  env?: NodeJS.ProcessEnv;
}

export interface Stack {
  databaseUrl: string;
  temporalAddress: string;
  /** Null when the Temporal server is not ours. */
  temporalUiUrl: string | null;
  /** Tells a second start where this one answers, as `{ Console: 'http://127.0.0.1:3000' }`. */
  publish(addresses: Addresses): void;
  /** Temporal, then Postgres, then the lock. Safe to call twice; call it after the API and the worker have ended. */
  stop(): Promise<void>;
}

interface Part {
  address: string;
  uiUrl?: string;
  exited?: Promise<ServerExit>;
  stop: () => Promise<void>;
}

/**
 * Brings up what the application stands on, Postgres and Temporal side by side, and keeps it in `dataDir`. A server
 * that `DATABASE_URL` or `TEMPORAL_ADDRESS` names is used instead of an own one.
 *
 * @throws AlreadyRunningError when another stack has the folder; otherwise whatever kept a server from coming up, the other one being stopped again
 */
export async function startStack(options: StartStackOptions): Promise<Stack> {
  const { log } = options;
  const env = options.env ?? process.env;
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const lock = await lockDataDir(dataDir);

  // When one part fails, the other one gives up at once: a download of minutes for nothing helps nobody.
  const failed = new AbortController();
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const begin = async (start: Promise<Part>) => {
    try {
      return await start;
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const starts = await Promise.allSettled([
    begin(postgresPart(options, env, dataDir, signal)),
    begin(temporalPart(options, env, dataDir, signal)),
  ]);
  const [database, temporal] = starts;
  if (database.status === 'rejected' || temporal.status === 'rejected') {
    for (const start of starts) if (start.status === 'fulfilled') await start.value.stop();
    lock.release();
    options.signal?.throwIfAborted();
    throw failed.signal.reason; // the first failure; the other one only followed it
  }

  let stopping: Promise<void> | null = null;
  for (const { exited } of [database.value, temporal.value]) {
    void exited?.then((exit) => {
      if (!exit.expected && stopping === null) options.onExit?.(exit);
    });
  }
  const temporalUiUrl = temporal.value.uiUrl ?? null;
  lock.publish({
    Temporal: temporal.value.address,
    ...(temporalUiUrl === null ? {} : { "Temporal's Web UI": temporalUiUrl }),
  });
  return {
    databaseUrl: database.value.address,
    temporalAddress: temporal.value.address,
    temporalUiUrl,
    publish: (addresses) => {
      lock.publish(addresses);
    },
    stop: () =>
      (stopping ??= (async () => {
        try {
          await temporal.value.stop();
        } finally {
          await database.value.stop();
          lock.release();
        }
        log('The embedded servers are stopped');
      })()),
  };
}

async function postgresPart(
  { ports, log }: StartStackOptions,
  env: NodeJS.ProcessEnv,
  dataDir: string,
  signal: AbortSignal,
): Promise<Part> {
  const given = env['DATABASE_URL'];
  if (given !== undefined && given !== '') {
    log('Postgres: the one that DATABASE_URL names');
    return { address: given, stop: () => Promise.resolve() };
  }
  const port = ports?.postgres;
  const server = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    ...(port === undefined ? {} : { port }),
    log,
    signal,
  });
  return { address: server.url, exited: server.exited, stop: () => server.stop() };
}

async function temporalPart(
  options: StartStackOptions,
  env: NodeJS.ProcessEnv,
  dataDir: string,
  signal: AbortSignal,
): Promise<Part> {
  const { ports, namespace, searchAttributes, log } = options;
  const given = env['TEMPORAL_ADDRESS'];
  if (given !== undefined && given !== '') {
    log(`Temporal: the one that TEMPORAL_ADDRESS names, ${given}`);
    return { address: given, stop: () => Promise.resolve() };
  }
  const cacheDir = options.cacheDir ?? join(import.meta.dirname, '..', '.cache', 'temporal');
  const binary = await findTemporalBinary('temporal', { cacheDir, log, env, signal });
  const server = await startTemporal({
    binary,
    dbFile: join(dataDir, 'temporal', 'temporal.db'),
    ...(ports?.temporal === undefined ? {} : { port: ports.temporal }),
    ...(ports?.temporalUi === undefined ? {} : { uiPort: ports.temporalUi }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(searchAttributes === undefined ? {} : { searchAttributes }),
    log,
    signal,
  });
  return { address: server.address, uiUrl: server.uiUrl, exited: server.exited, stop: () => server.stop() };
}
