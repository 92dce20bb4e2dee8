import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from './process-identity.ts';

/** What the running stack tells a second start about itself, by name: `{ Console: 'http://…' }`. */
export type Addresses = Record<string, string>;

export interface StackLock {
  /** Adds to what a second start is told. */
  publish(addresses: Addresses): void;
  release(): void;
}

/** Thrown by {@link lockDataDir} when the folder is in use. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly pid: number;
  readonly addresses: Addresses;

  constructor(dataDir: string, owner: LockContent) {
    const where = Object.entries(owner.addresses).map(([name, url]) => `${name} ${url}`);
    super(
      `shenpi already runs on ${resolve(dataDir)} (pid ${owner.pid}, since ${owner.since}${where.length === 0 ? '' : `; ${where.join(', ')}`}). ` +
        `Stop it with Ctrl-C in its terminal or with "kill ${owner.pid}", or give this one another data folder.`,
    );
    this.pid = owner.pid;
    this.addresses = owner.addresses;
  }
}

interface LockContent {
  pid: number;
  identity: string | null;
  since: string;
  addresses: Addresses;
}

/** Nobody needs the inner lock for more than a few milliseconds; older than this, its holder was killed with it in hand. */
const INNER_LOCK_STALE_MS = 3000;

/**
 * One stack a data folder: two servers on one set of files would destroy them.
 *
 * The lock is a file that names its owner, so it needs no heartbeat: an owner that was killed is seen to be gone at
 * once, and its lock is taken over.
 *
 * @throws AlreadyRunningError
 */
export async function lockDataDir(dataDir: string): Promise<StackLock> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'stack.lock');
  const mine: LockContent = {
    pid: process.pid,
    identity: processIdentity(process.pid),
    since: new Date().toISOString(),
    addresses: {},
  };
  const isMine = () => {
    const owner = readLock(file);
    return (
      owner !== null &&
      owner.pid === mine.pid &&
      owner.identity === mine.identity &&
      owner.since === mine.since
    );
  };

  await withInnerLock(`${file}.changing`, () => {
    const owner = readLock(file);
    if (owner !== null && owner.identity !== null && processIdentity(owner.pid) === owner.identity) {
      throw new AlreadyRunningError(dataDir, owner);
    }
    writeWhole(file, mine);
  });

  return {
    publish: (addresses) => {
      Object.assign(mine.addresses, addresses);
      if (isMine()) writeWhole(file, mine);
    },
    release: () => {
      if (isMine()) rmSync(file, { force: true });
    },
  };
}

/** Look and write in one step: two starts that both see the same dead owner must not both take over. */
async function withInnerLock(folder: string, action: () => void): Promise<void> {
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = ageMs(folder);
    if (age !== null && age > INNER_LOCK_STALE_MS) removeFolder(folder);
    else await sleep(20);
  }
  try {
    action();
  } finally {
    removeFolder(folder);
  }
}

function ageMs(path: string): number | null {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return null;
  }
}

function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** By rename, so that a reader never sees half a lock. */
function writeWhole(file: string, content: LockContent): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(content));
  renameSync(temporary, file);
}

function readLock(file: string): LockContent | null {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockContent>;
    if (typeof content.pid !== 'number') return null;
    return {
      pid: content.pid,
      identity: content.identity ?? null,
      since: content.since ?? 'an unknown time',
      addresses: content.addresses ?? {},
    };
  } catch {
    return null; // absent or unreadable: nobody holds it
  }
}
