import { Connection } from '@temporalio/client';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Log } from './log.ts';
import { findPort } from './ports.ts';
import { runServer, waitUntilUp, type ServerExit, type ServerProcess } from './server-process.ts';

const UP_TIMEOUT_MS = 60_000;

export interface StartTemporalOptions {
  /** Path of the program `temporal`. */
  binary: string;
  /** Where everything is kept; without it, everything is lost at the end. */
  dbFile?: string;
  /** Preferred; another is taken, and said, when somebody has it. */
  port?: number;
  /** Preferred, of the Web UI; likewise. */
  uiPort?: number;
  namespace?: string;
  /** Name to type, as `{ stage: 'Keyword' }`: Text, Keyword, Int, Double, Bool, Datetime or KeywordList. */
  searchAttributes?: Record<string, string>;
  log: Log;
  signal?: AbortSignal | undefined;
}

export interface TemporalServer {
  /** `127.0.0.1:7233` */
  address: string;
  uiUrl: string;
  pid: number;
  exited: Promise<ServerExit>;
  stop(): Promise<void>;
}

/**
 * A real Temporal server on 127.0.0.1, with its Web UI: the official command line's `server start-dev`.
 *
 * @throws when it does not come up; nothing is left running then
 */
export async function startTemporal(options: StartTemporalOptions): Promise<TemporalServer> {
  const { binary, log, signal } = options;
  const namespace = options.namespace ?? 'default';
  const startedAt = Date.now();
  const port = await findPort(options.port ?? 7233, 'Temporal', log);
  const uiPort = await findPort(options.uiPort ?? 8233, "Temporal's Web UI", log);
  const server = await bringUp({
    name: 'Temporal',
    binary,
    args: [
      'server',
      'start-dev',
      ...['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
      ...['--namespace', namespace, '--log-level', 'error'],
      ...(options.dbFile === undefined ? [] : ['--db-filename', resolve(options.dbFile)]),
      ...Object.entries(options.searchAttributes ?? {}).flatMap(([name, type]) => [
        '--search-attribute',
        `${name}=${type}`,
      ]),
      // A hall's machine has no business asking the internet for newer versions.
      ...['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'],
    ],
    port,
    namespace,
    dbFile: options.dbFile,
    log,
    signal,
  });
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  log(`Temporal is up on ${server.address}, its Web UI on ${uiUrl} (${seconds(startedAt)})`);
  return { ...server, uiUrl };
}

export interface StartTimeSkippingOptions {
  /** Path of the program `temporal-test-server`. */
  binary: string;
  /** Preferred; another is taken, and said, when somebody has it. */
  port?: number;
  log: Log;
  signal?: AbortSignal | undefined;
}

/**
 * The server that skips time, for tests. It keeps nothing, has no Web UI, and listens on every interface: it takes no
 * address to bind.
 *
 * @throws when it does not come up; nothing is left running then
 */
export async function startTimeSkippingServer(
  options: StartTimeSkippingOptions,
): Promise<Omit<TemporalServer, 'uiUrl'>> {
  const { binary, log, signal } = options;
  const startedAt = Date.now();
  const port = await findPort(options.port ?? 7243, 'the time-skipping server', log);
  const server = await bringUp({
    name: 'The time-skipping server',
    binary,
    args: [String(port)],
    port,
    namespace: null,
    dbFile: undefined,
    log,
    signal,
  });
  log(`The time-skipping server is up on ${server.address} (${seconds(startedAt)})`);
  return server;
}

interface BringUpOptions {
  name: string;
  binary: string;
  args: readonly string[];
  port: number;
  /** To be waited for; null where there are none. */
  namespace: string | null;
  dbFile: string | undefined;
  log: Log;
  signal: AbortSignal | undefined;
}

async function bringUp(options: BringUpOptions): Promise<Omit<TemporalServer, 'uiUrl'>> {
  const { name, binary, args, port, namespace, log, signal } = options;
  const address = `127.0.0.1:${port}`;
  const files = await placeFiles(options.dbFile);
  let server: ServerProcess | null = null;
  try {
    const started = await runServer({
      name,
      command: binary,
      args,
      env: withoutTemporalSettings(process.env),
      logFile: files.log,
      pidFile: files.pid,
      stopSignals: ['SIGTERM'],
      log,
    });
    server = started;
    await waitUntilUp(started, name, () => answers(address, namespace), { timeoutMs: UP_TIMEOUT_MS, signal });
    const stop = async () => {
      await started.stop();
      await files.remove();
    };
    return { address, pid: started.pid, exited: started.exited, stop };
  } catch (error) {
    await server?.stop();
    await files.remove();
    throw error;
  }
}

/** Beside the store when there is one; otherwise in a folder that goes with the server. */
async function placeFiles(
  dbFile: string | undefined,
): Promise<{ log: string; pid: string | null; remove: () => Promise<void> }> {
  if (dbFile !== undefined) {
    const path = resolve(dbFile);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 }); // the server makes files that everyone may read
    return { log: `${path}.log`, pid: `${path}.pid`, remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'shenpi-temporal-'));
  return {
    log: join(folder, 'server.log'),
    pid: null,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Connects and, given a namespace, waits for it too: the frontend answers a moment before its namespaces are there.
 * Whether the port is open is asked plainly first, because gRPC waits a second between its own attempts.
 */
async function answers(address: string, namespace: string | null): Promise<void> {
  await opens(address);
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    if (namespace !== null) {
      await connection.withDeadline(Date.now() + 2000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
    }
  } finally {
    await connection.close();
  }
}

function opens(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** The program reads TEMPORAL_* as a client's settings; an address or a namespace meant for us must not reach it. */
function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
