import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { processIdentity } from './process-identity.ts';

/** How a server ended. */
export interface ServerExit {
  name: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  /** True when `stop()` asked for it. */
  expected: boolean;
  /** The end of what it wrote, oldest line first. */
  lastLines: string[];
}

/** A running server of ours. */
export interface ServerProcess {
  pid: number;
  /** Settles once, when the process is gone, however it came to that. Never rejects. */
  exited: Promise<ServerExit>;
  /** Asks, waits, insists. Safe to call twice; returns when the process is gone. */
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  /** As a reader of the log would call it. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** The account to run as; only root may give one. */
  account?: { uid: number; gid: number } | undefined;
  /** An open descriptor that the server gets as its number 3. */
  descriptor?: number | undefined;
  /** Everything the server writes. A file and no pipe: a server must not stop or stall because its reader is gone. */
  logFile: string;
  /** Remembers the server beyond our own end, so that the next start finds what a crash left behind. */
  pidFile: string | null;
  /** From the polite to the rough; the last step is always SIGKILL. */
  stopSignals: readonly NodeJS.Signals[];
  /** How long each of them is given. */
  patienceMs?: number;
  log: Log;
}

const PATIENCE_MS = 10_000;

/**
 * Waits for the end of its standard input, which comes when we are gone, by whatever death, and then stops the server.
 * A shell, because it must outlive this process and weigh nothing.
 */
const GUARD_SCRIPT = `
read -r line
kill -s "$2" "$1" 2>/dev/null || exit 0
for second in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  kill -0 "$1" 2>/dev/null || exit 0
done
kill -s KILL "$1"
`;

/**
 * Starts a server as a child in a process group of its own: the terminal's Ctrl-C reaches only us, and we stop our
 * servers in the order that suits them. It does not outlive us all the same: a guard stops it when we crash, and
 * should the guard be killed as well, the next start finds it by `pidFile`.
 *
 * @throws when the program cannot be started at all
 */
export async function runServer(options: ServerProcessOptions): Promise<ServerProcess> {
  const { name, logFile, pidFile, stopSignals, log } = options;
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  if (pidFile !== null) await endOrphan(name, pidFile, stopSignals, patienceMs, log);

  if (existsSync(logFile)) renameSync(logFile, `${logFile}.previous`);
  const output = openSync(logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(options.command, options.args, {
      env: options.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.account === undefined ? {} : { uid: options.account.uid, gid: options.account.gid }),
      stdio: ['ignore', output, output, ...(options.descriptor === undefined ? [] : [options.descriptor])],
      detached: true,
      windowsHide: true,
    });
  } finally {
    closeSync(output);
  }

  let stopping: Promise<void> | null = null;
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ name, code, signal, expected: stopping !== null, lastLines: lastLines(logFile) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(
        new Error(`${name} could not be started (${options.command}): ${error.message}`, { cause: error }),
      );
    });
  });
  const pid = child.pid;
  if (pid === undefined)
    throw new Error(`${name} could not be started (${options.command}): it got no process id`);
  child.on('error', (error) => {
    log(`${name}: ${error.message}`);
  });

  if (pidFile !== null) writeFileSync(pidFile, JSON.stringify({ pid, identity: processIdentity(pid) }));
  const dismissGuard = startGuard(pid, stopSignals[0] ?? 'SIGTERM');
  const gone = exited.then(() => {
    dismissGuard();
    if (pidFile !== null) rmSync(pidFile, { force: true });
  });

  return {
    pid,
    exited,
    stop: () =>
      (stopping ??= (async () => {
        for (const signal of [...stopSignals, 'SIGKILL'] as const) {
          if (child.exitCode !== null || child.signalCode !== null) break;
          child.kill(signal);
          if (await settlesWithin(exited, patienceMs)) break;
          log(`${name} has not ended ${patienceMs / 1000} s after ${signal}`);
        }
        await gone;
      })()),
  };
}

/** A server that finds its port taken ends well within this. */
const SETTLE_MS = 400;

/**
 * Waits until `probe` succeeds.
 *
 * @throws with the server's last lines when it ends first, with the last failure when `timeoutMs` pass, or when `signal` aborts
 */
export async function waitUntilUp(
  server: ServerProcess,
  name: string,
  probe: () => Promise<void>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const ended: ServerExit[] = [];
  void server.exited.then((exit) => ended.push(exit));
  let settled = false;
  for (;;) {
    signal?.throwIfAborted();
    const [exit] = ended;
    if (exit !== undefined) throw new Error(describeExit(exit));
    let failure: unknown;
    try {
      await probe();
      if (settled) return;
      // Another server may have taken the port and answered for ours, which is about to end over it: look twice.
      settled = true;
      await sleep(SETTLE_MS);
      continue;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${name} did not answer within ${timeoutMs / 1000} s: ${messageOf(failure)}`, {
        cause: failure,
      });
    }
    await sleep(50);
  }
}

/** One text for a human: which server ended, how, and its last words. */
export function describeExit({ name, code, signal, lastLines }: ServerExit): string {
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
  return `${name} ended ${how}${lastLines.length === 0 ? '' : `. Its last lines:\n  ${lastLines.join('\n  ')}`}`;
}

/** The message of whatever was thrown; connection libraries hide the cause in an aggregate with an empty message. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}

/** Stops the server that an earlier start of ours left running, if the file names one that still is that very process. */
async function endOrphan(
  name: string,
  pidFile: string,
  stopSignals: readonly NodeJS.Signals[],
  patienceMs: number,
  log: Log,
): Promise<void> {
  const orphan = readPidFile(pidFile);
  if (orphan === null) return;
  const runs = () => processIdentity(orphan.pid) === orphan.identity;
  if (runs()) {
    log(`${name} of an earlier start still runs (pid ${orphan.pid}): stopping it first`);
    for (const signal of [...stopSignals, 'SIGKILL'] as const) {
      try {
        process.kill(orphan.pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
          throw new Error(
            `${name} of an earlier start (pid ${orphan.pid}) belongs to another user: stop it as that user`,
            { cause: error },
          );
        }
      }
      const deadline = Date.now() + patienceMs;
      while (runs() && Date.now() < deadline) await sleep(50);
      if (!runs()) break;
    }
    if (runs())
      throw new Error(`${name} of an earlier start (pid ${orphan.pid}) does not end: stop it by hand`);
  }
  rmSync(pidFile, { force: true });
}

function readPidFile(pidFile: string): { pid: number; identity: string } | null {
  try {
    const content: unknown = JSON.parse(readFileSync(pidFile, 'utf8'));
    if (typeof content !== 'object' || content === null || !('pid' in content) || !('identity' in content))
      return null;
    const { pid, identity } = content;
    return typeof pid === 'number' && typeof identity === 'string' ? { pid, identity } : null;
  } catch {
    return null; // absent, or cut off by a crash: nothing to go by
  }
}

/** @returns what sends the guard away; to be called when the server is gone, lest it signal a stranger of the same number */
function startGuard(pid: number, signal: NodeJS.Signals): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'guard', String(pid), signal.replace(/^SIG/, '')], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined); // without a guard the next start still finds the orphan
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return () => {
    guard.kill('SIGKILL');
    guard.stdin.destroy();
  };
}

function lastLines(file: string, count = 15): string[] {
  try {
    return readFileSync(file, 'utf8').slice(-8192).trimEnd().split('\n').filter(Boolean).slice(-count);
  } catch {
    return [];
  }
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return inTime;
}
