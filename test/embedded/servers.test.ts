import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlreadyRunningError } from '../../embedded/lock.ts';
import { createDatabase, startPostgres } from '../../embedded/postgres.ts';
import { processIdentity } from '../../embedded/process-identity.ts';
import type { ServerExit } from '../../embedded/server-process.ts';
import { startStack, type Stack } from '../../embedded/stack.ts';
import { findTemporalBinary } from '../../embedded/temporal-binary.ts';
import { startTemporal, startTimeSkippingServer } from '../../embedded/temporal-server.ts';

const cacheDir = resolve(import.meta.dirname, '../../.cache/temporal');
const lines: string[] = [];
const log = (line: string) => lines.push(line);
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shenpi-servers-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const query = async (url: string, text: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe<Record<string, unknown>[]>(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const until = async (what: () => boolean, timeoutMs = 15_000) => {
  const deadline = Date.now() + timeoutMs;
  while (!what()) {
    if (Date.now() > deadline) throw new Error('it did not come to that in time');
    await sleep(50);
  }
};

describe('Postgres', () => {
  test('keeps its data over a stop and a start, and its password out of sight', async () => {
    const dataDir = join(root, 'postgres');
    const port = await getPort({ host: '127.0.0.1' });
    const first = await startPostgres({ dataDir, port, log });
    try {
      expect(first.port).toBe(port);
      expect(new URL(first.url).pathname).toBe('/shenpi');
      const [setting] = await query(
        first.url,
        `select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
        current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets, current_setting('timezone') as zone`,
      );
      expect(setting).toEqual({
        version: '18.4',
        encoding: 'UTF8',
        listens: '127.0.0.1',
        sockets: '',
        zone: 'UTC',
      });
      await query(first.url, `create table kept (text text); insert into kept values ('审批')`);

      const wrong = new URL(first.url);
      wrong.password = 'password';
      await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
      if (process.platform !== 'win32') expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);

      const made = await Promise.all([
        createDatabase(first.url, 'for-a-test'),
        createDatabase(first.url, 'for-a-test'),
      ]);
      await expect(query(made[0], 'select current_database() as name')).resolves.toEqual([
        { name: 'for-a-test' },
      ]);
    } finally {
      await first.stop();
      await first.stop();
    }
    expect(processIdentity(first.pid)).toBeNull();
    await expect(first.exited).resolves.toMatchObject({ expected: true, code: 0 });

    const second = await startPostgres({ dataDir, port, log });
    try {
      expect(second.url).toBe(first.url);
      await expect(query(second.url, 'select text from kept')).resolves.toEqual([{ text: '审批' }]);
    } finally {
      await second.stop();
    }
    expect(existsSync(`${dataDir}.pid`)).toBe(false);
  });

  test.each([
    ['of another version', { PG_VERSION: '15\n' }, /was written by Postgres 15, this is Postgres 18/],
    ['that holds something else', { 'letter.txt': 'x' }, /holds something, but no database/],
  ])('refuses a folder %s in words', async (name, files, message) => {
    const dataDir = await mkdtemp(join(root, 'foreign-'));
    await writeFile(`${dataDir}.password`, 'secret\n');
    for (const [file, content] of Object.entries(files)) await writeFile(join(dataDir, file), content);
    await expect(startPostgres({ dataDir, log }), name).rejects.toThrow(message);
  });
});

describe('Temporal', () => {
  const searchAttributes = { shenpiStage: 'Keyword', shenpiDue: 'Datetime' };
  const connect = async (address: string) => {
    const connection = await Connection.connect({ address });
    return { client: new Client({ connection }), connection };
  };

  test('keeps a running workflow over a stop and a start, on another port as well', async () => {
    const binary = await findTemporalBinary('temporal', { cacheDir, log });
    const options = { binary, dbFile: join(root, 'temporal', 'temporal.db'), searchAttributes, log };
    const first = await startTemporal({
      ...options,
      port: await getPort({ host: '127.0.0.1' }),
      uiPort: await getPort({ host: '127.0.0.1' }),
    });
    let runId: string;
    try {
      const { client, connection } = await connect(first.address);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({
        namespace: 'default',
      });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
      await expect(fetch(first.uiUrl).then(({ status }) => status)).resolves.toBe(200);
      const handle = await client.workflow.start('waitsForEver', { workflowId: 'kept', taskQueue: 'nobody' });
      await handle.signal('remark', 'acknowledged');
      runId = handle.firstExecutionRunId;
      await connection.close();
    } finally {
      await first.stop();
    }
    expect(processIdentity(first.pid)).toBeNull();

    const second = await startTemporal({
      ...options,
      port: await getPort({ host: '127.0.0.1' }),
      uiPort: await getPort({ host: '127.0.0.1' }),
    });
    try {
      expect(second.address).not.toBe(first.address);
      const { client, connection } = await connect(second.address);
      const handle = client.workflow.getHandle('kept');
      await expect(handle.describe()).resolves.toMatchObject({ runId, status: { name: 'RUNNING' } });
      const { events } = await handle.fetchHistory();
      expect(events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName)).toContain(
        'remark',
      );
      await connection.close();
    } finally {
      await second.stop();
    }
  });

  test('a program that is no server: its last words are told', async () => {
    await expect(startTemporal({ binary: process.execPath, log })).rejects.toThrow(
      /Temporal ended with code .*Its last lines/s,
    );
    await expect(startTemporal({ binary: join(root, 'nowhere'), log })).rejects.toThrow(
      /could not be started .*ENOENT/,
    );
  });

  // The time-skipping server is built for these machines only.
  test.runIf(['x64'].includes(process.arch) || process.platform === 'darwin')(
    'the time-skipping server comes and goes',
    async () => {
      const binary = await findTemporalBinary('temporal-test-server', { cacheDir, log });
      const server = await startTimeSkippingServer({
        binary,
        port: await getPort({ host: '127.0.0.1' }),
        log,
      });
      const { client, connection } = await connect(server.address);
      await client.workflow.start('waitsForEver', { workflowId: 'once', taskQueue: 'nobody' });
      await connection.close();
      await server.stop();
      expect(processIdentity(server.pid)).toBeNull();
    },
  );
});

describe('the stack', () => {
  const exits: ServerExit[] = [];
  const start = async (overrides: Partial<Parameters<typeof startStack>[0]> = {}) =>
    startStack({
      dataDir: join(root, 'stack'),
      cacheDir,
      ports: {
        postgres: await getPort({ host: '127.0.0.1' }),
        temporal: await getPort({ host: '127.0.0.1' }),
        temporalUi: await getPort({ host: '127.0.0.1' }),
      },
      env: { PATH: process.env['PATH'] },
      onExit: (exit) => exits.push(exit),
      log,
      ...overrides,
    });
  const pidOf = async (file: string) =>
    (JSON.parse(await readFile(join(root, 'stack', file), 'utf8')) as { pid: number }).pid;

  test('comes up whole, refuses a second one, takes another port for a taken one, stops whole', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    const { port: taken } = holder.address() as { port: number };
    const stack = await start({
      ports: {
        postgres: taken,
        temporal: await getPort({ host: '127.0.0.1' }),
        temporalUi: await getPort({ host: '127.0.0.1' }),
      },
    });
    let pids: number[];
    try {
      expect(new URL(stack.databaseUrl).port).not.toBe(String(taken));
      expect(lines).toContain(`Port ${taken} is taken: Postgres gets ${new URL(stack.databaseUrl).port}`);
      stack.publish({ Console: 'http://127.0.0.1:3000' });
      const refusal = await start().catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(AlreadyRunningError);
      expect((refusal as Error).message).toMatch(
        new RegExp(`pid ${process.pid}, .*Console http://127.0.0.1:3000`),
      );
      await expect(query(stack.databaseUrl, 'select 1 as up')).resolves.toEqual([{ up: 1 }]);
      pids = await Promise.all([pidOf('postgres.pid'), pidOf('temporal/temporal.db.pid')]);
    } finally {
      await Promise.all([stack.stop(), stack.stop()]);
      await new Promise((done) => holder.close(done));
    }
    expect(pids.map(processIdentity)).toEqual([null, null]);
    expect(exits).toEqual([]);
  });

  test('servers that run already are used and not started', async () => {
    const env = { DATABASE_URL: 'postgres://db.example/shenpi', TEMPORAL_ADDRESS: 'temporal.example:7233' };
    const dataDir = join(root, 'given');
    const stack = await start({ dataDir, env });
    expect(stack).toMatchObject({
      databaseUrl: env.DATABASE_URL,
      temporalAddress: env.TEMPORAL_ADDRESS,
      temporalUiUrl: null,
    });
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    await stack.stop();
  });

  test('when one does not come up, the other is stopped and the folder is free again', async () => {
    const dataDir = await mkdtemp(join(root, 'broken-'));
    await writeFile(join(dataDir, 'temporal'), 'a file where a folder has to be');
    await expect(start({ dataDir })).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(existsSync(join(dataDir, 'postgres.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'stack.lock'))).toBe(false);
  });

  test('an abort during the start leaves nothing running', async () => {
    const dataDir = await mkdtemp(join(root, 'aborted-'));
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort(new Error('Ctrl-C'));
    }, 150);
    await expect(start({ dataDir, signal: abort.signal })).rejects.toThrow('Ctrl-C');
    for (const file of ['postgres.pid', 'temporal/temporal.db.pid', 'stack.lock'])
      expect(existsSync(join(dataDir, file)), file).toBe(false);
  });

  test('a server that ends by itself is reported with its last lines', async () => {
    exits.length = 0;
    const stack = await start();
    try {
      process.kill(await pidOf('postgres.pid'), 'SIGINT');
      await until(() => exits.length > 0);
      expect(exits).toMatchObject([{ name: 'Postgres', expected: false }]);
      expect(exits[0]!.lastLines.at(-1)).toMatch(/database system is shut down/);
    } finally {
      await stack.stop();
    }
    expect(exits).toHaveLength(1);
  });

  test.skipIf(process.platform === 'win32')(
    'Ctrl-C reaches only us, a SIGKILL of ours ends the servers too, and the next start finds everything in order',
    async () => {
      const dataDir = join(root, 'stack');
      const ports = {
        postgres: await getPort({ host: '127.0.0.1' }),
        temporal: await getPort({ host: '127.0.0.1' }),
        temporalUi: await getPort({ host: '127.0.0.1' }),
      };
      const script = `
      import { startStack } from ${JSON.stringify(resolve(import.meta.dirname, '../../embedded/stack.ts'))};
      process.on('SIGINT', () => {});
      await startStack({ dataDir: ${JSON.stringify(dataDir)}, cacheDir: ${JSON.stringify(cacheDir)}, ports: ${JSON.stringify(ports)}, log: () => {} });
      console.log('up');`;
      const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
        env: { PATH: process.env['PATH'] },
      });
      let output = '';
      owner.stdout.on('data', (text: Buffer) => (output += text.toString()));
      await until(() => output.includes('up'), 60_000);
      const pids = await Promise.all([pidOf('postgres.pid'), pidOf('temporal/temporal.db.pid')]);

      process.kill(-owner.pid!, 'SIGINT'); // as a terminal does: the whole group
      await sleep(500);
      expect(pids.map((pid) => processIdentity(pid) === null)).toEqual([false, false]);

      owner.kill('SIGKILL');
      await until(() => processIdentity(owner.pid!) === null);
      // At once: the guards may be at work still, and whatever they have not ended yet is ended by the start.
      const stack: Stack = await start();
      try {
        expect(pids.map(processIdentity)).toEqual([null, null]);
        await expect(query(stack.databaseUrl, 'select 1 as up')).resolves.toEqual([{ up: 1 }]);
      } finally {
        await stack.stop();
      }
    },
  );
});
