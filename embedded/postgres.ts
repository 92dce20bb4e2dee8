import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import postgres from 'postgres';
import type { Log } from './log.ts';
import { findPort } from './ports.ts';
import {
  chooseAccount,
  giveTo,
  makePrivateFolder,
  preparePrograms,
  reachFolder,
  type PostgresPrograms,
  type ServerAccount,
} from './postgres-files.ts';
import { runServer, waitUntilUp, type ServerExit } from './server-process.ts';

const MAJOR = '18';
const DATABASE = 'shenpi';
const USER = 'shenpi';
/** After a crash the server replays its log before it answers, which on a slow disk takes a while. */
const UP_TIMEOUT_MS = 120_000;

export interface StartPostgresOptions {
  /** Made at the first start. Its log, its pid and its password lie beside it. */
  dataDir: string;
  /** Preferred; another is taken, and said, when somebody has it. */
  port?: number;
  log: Log;
  signal?: AbortSignal | undefined;
}

export interface PostgresServer {
  /** Of the database `shenpi`, password included. */
  url: string;
  port: number;
  pid: number;
  exited: Promise<ServerExit>;
  stop(): Promise<void>;
}

/**
 * A real Postgres 18 on 127.0.0.1 with the database `shenpi`: UTF-8 in every locale alike, passwords by SCRAM, no
 * socket in the file system.
 *
 * @throws when it does not come up; nothing is left running then
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const { log, signal } = options;
  const dataDir = resolve(options.dataDir);
  const startedAt = Date.now();
  await mkdir(dirname(dataDir), { recursive: true });
  const account = await chooseAccount(dataDir, log);
  const programs = await preparePrograms(account, log);
  const password = await passwordFor(dataDir);
  if (await isNew(dataDir)) {
    signal?.throwIfAborted();
    await initialise({ dataDir, account, programs, password, log });
  }
  await assertOwn(dataDir);
  await giveTo(dataDir, account);

  const port = await findPort(options.port ?? 15432, 'Postgres', log);
  const folder = await reachFolder(dataDir, account, log);
  let server;
  try {
    server = await runServer({
      name: 'Postgres',
      command: programs.postgres,
      args: [
        ...['-D', folder.path, '-p', String(port)],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
      ],
      env: environment(),
      cwd: rootFolder(),
      account,
      descriptor: folder.descriptor,
      logFile: `${dataDir}.log`,
      pidFile: `${dataDir}.pid`,
      // Fast shutdown first: it ends open transactions and writes a checkpoint. SIGQUIT leaves that to the next start.
      stopSignals: ['SIGINT', 'SIGQUIT'],
      log,
    });
  } finally {
    await folder.close();
  }

  const maintenance = urlOf(port, password, 'postgres');
  try {
    await waitUntilUp(server, 'Postgres', () => answers(maintenance), { timeoutMs: UP_TIMEOUT_MS, signal });
    const url = await createDatabase(maintenance, DATABASE);
    log(`Postgres is up on 127.0.0.1:${port} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    return { url, port, pid: server.pid, exited: server.exited, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Makes a database on the server that `url` leads to, unless it is there already.
 *
 * @returns the same address with the new database in it
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) {
      await sql`create database ${sql(name)}`.catch((error: unknown) => {
        // Another process between the question and the answer: 42P04, or 23505 when they really met.
        if (!(error instanceof postgres.PostgresError) || !['42P04', '23505'].includes(error.code))
          throw error;
      });
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  const made = new URL(url);
  made.pathname = `/${encodeURIComponent(name)}`;
  return made.href;
}

async function isNew(dataDir: string): Promise<boolean> {
  if (!existsSync(dataDir)) return true;
  const entries = await readdir(dataDir).catch((error: unknown) => {
    throw notReadable(dataDir, error);
  });
  return entries.length === 0;
}

/** Refuses, in words, what Postgres would refuse in a log. */
async function assertOwn(dataDir: string): Promise<void> {
  const file = join(dataDir, 'PG_VERSION');
  const version = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        throw new Error(`${dataDir} holds something, but no database: move it away`);
      throw notReadable(dataDir, error);
    },
  );
  if (version !== MAJOR) {
    throw new Error(
      `${dataDir} was written by Postgres ${version}, this is Postgres ${MAJOR}. Move it away to start anew, or bring it over with pg_dump of that version`,
    );
  }
  const uid = process.getuid?.();
  if (uid !== undefined && uid !== 0 && (await stat(dataDir)).uid !== uid) throw notReadable(dataDir, null);
}

function notReadable(dataDir: string, cause: unknown): Error {
  return new Error(
    `${dataDir} belongs to another account, most likely because shenpi was once started as root. ` +
      `Start it so again, or hand the folder over: sudo chown -R $(id -un) ${dirname(dataDir)}`,
    { cause },
  );
}

/** Made once and kept beside the data, readable by its owner only: nothing that the repository holds opens the database. */
async function passwordFor(dataDir: string): Promise<string> {
  const file = `${dataDir}.password`;
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    throw new Error(
      `${file} is missing, and ${dataDir} cannot be opened without it: put it back, or move both away to start anew`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${password}\n`, { mode: 0o600 });
  await rename(temporary, file);
  return password;
}

/** Under another name until it is whole: a start that was cut off leaves no half a database behind. */
async function initialise(options: {
  dataDir: string;
  account: ServerAccount;
  programs: PostgresPrograms;
  password: string;
  log: Log;
}): Promise<void> {
  const { dataDir, account, programs, password, log } = options;
  log(`Postgres: making a database in ${dataDir}`);
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await makePrivateFolder(unfinished, account);

  // initdb takes the password from a file that its account can read. TMPDIR may lie where that account cannot go.
  const secret = await mkdtemp(join(account === undefined ? tmpdir() : '/tmp', 'shenpi-'));
  const folder = await reachFolder(unfinished, account, () => undefined);
  try {
    const file = join(secret, 'password');
    await writeFile(file, `${password}\n`, { mode: 0o600 });
    if (account !== undefined) for (const path of [file, secret]) await chown(path, account.uid, account.gid);
    await new Promise<void>((done, failed) => {
      const child = spawn(
        programs.initdb,
        [
          ...['-D', folder.path, '-U', USER, `--pwfile=${file}`, '--auth=scram-sha-256', '--encoding=UTF8'],
          // Postgres' own Unicode rules, so that sorting and upper case do not depend on what the machine has installed.
          ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        ],
        {
          cwd: rootFolder(),
          env: environment(),
          ...(account ?? {}),
          stdio: ['ignore', 'pipe', 'pipe', ...(folder.descriptor === undefined ? [] : [folder.descriptor])],
          detached: true,
        },
      );
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (text: Buffer) => {
          output += text.toString();
        });
      }
      child.once('error', (error) => {
        failed(
          new Error(
            `initdb could not be started (${programs.initdb}): ${error.message}. On a system without glibc set DATABASE_URL`,
            { cause: error },
          ),
        );
      });
      child.once('close', (code, signal) => {
        if (code === 0) done();
        else failed(new Error(`initdb ended with ${code ?? signal ?? 'nothing'}:\n${output.trim()}`));
      });
    });
  } finally {
    await folder.close();
    await rm(secret, { recursive: true, force: true });
  }
  if (existsSync(dataDir)) await rmdir(dataDir);
  await rename(unfinished, dataDir);
}

async function answers(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Only what it needs: PGDATA, PGPORT or a locale of the user's would change what the arguments say. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'];
  return {
    ...Object.fromEntries(
      kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
    LC_ALL: 'C',
  };
}

/** The account may not be able to enter the folder we are in. */
function rootFolder(): string {
  return resolve('/');
}
