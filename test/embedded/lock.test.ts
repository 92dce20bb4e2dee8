import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlreadyRunningError, lockDataDir } from '../../embedded/lock.ts';
import { processIdentity } from '../../embedded/process-identity.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shenpi-lock-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const ofOwner = (pid: number, identity: string | null) =>
  writeFile(
    join(dataDir, 'stack.lock'),
    JSON.stringify({
      pid,
      identity,
      since: '2026-03-02T01:00:00.000Z',
      addresses: { Console: 'http://127.0.0.1:3000' },
    }),
  );

test('a second one is refused and told where the first one is', async () => {
  const first = await lockDataDir(dataDir);
  first.publish({ Console: 'http://127.0.0.1:3000' });
  first.publish({ Temporal: '127.0.0.1:7233' });
  const refusal = await lockDataDir(dataDir).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AlreadyRunningError);
  expect((refusal as Error).message).toContain(`pid ${process.pid}`);
  expect((refusal as Error).message).toContain('Console http://127.0.0.1:3000, Temporal 127.0.0.1:7233');
  first.release();
  first.release();
  (await lockDataDir(dataDir)).release();
  await expect(readdir(dataDir)).resolves.toEqual([]);
});

test('the lock of an owner that was killed is taken over at once', async () => {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((done) => owner.once('spawn', done));
  await ofOwner(owner.pid!, processIdentity(owner.pid!));
  await expect(lockDataDir(dataDir)).rejects.toThrow(AlreadyRunningError);
  owner.kill('SIGKILL');
  await new Promise((done) => owner.once('exit', done));
  (await lockDataDir(dataDir)).release();
});

test('a lock whose number now belongs to another process is taken over', async () => {
  await ofOwner(process.pid, 'an earlier boot:1');
  (await lockDataDir(dataDir)).release();
});

test('an unreadable lock holds nobody up', async () => {
  await writeFile(join(dataDir, 'stack.lock'), '{"pid": 12');
  (await lockDataDir(dataDir)).release();
});

test('of many that see the same dead owner exactly one takes over', async () => {
  await ofOwner(process.pid, 'an earlier boot:1');
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(dataDir)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('an owner that was killed while it took the lock delays the next one by seconds only', async () => {
  const inner = join(dataDir, 'stack.lock.changing');
  await mkdir(inner);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(inner, longAgo, longAgo);
  (await lockDataDir(dataDir)).release();
});

test('whoever lost the lock does not release it for its new owner', async () => {
  const first = await lockDataDir(dataDir);
  await ofOwner(1, processIdentity(1));
  first.publish({ Console: 'http://127.0.0.1:3001' });
  first.release();
  await expect(readdir(dataDir)).resolves.toEqual(['stack.lock']);
});
