import { pino } from 'pino';
import { tokenVerifierFromEnv } from '../api/auth/verifier.ts';
import { runApi } from '../api/run.ts';
import { dataDirOf, readPort, readSettings, SettingsError } from '../config/env.ts';
import { migrate } from '../db/migrate.ts';
import { seedDatabase } from '../db/seed.ts';
import { AlreadyRunningError } from '../embedded/lock.ts';
import { findPort } from '../embedded/ports.ts';
import { describeExit } from '../embedded/server-process.ts';
import { startStack } from '../embedded/stack.ts';
import { TemporalNotFoundError } from '../embedded/temporal-binary.ts';
import { startWorker } from '../worker/run.ts';
import { installRuntime } from '../worker/runtime.ts';

/**
 * `npm start`: everything on one machine. Real Postgres and a real Temporal server, migrated and seeded, a worker and
 * the API. Ctrl-C ends it in the right order: requests first, then the worker, then the servers.
 */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const fail = (error: unknown): never => {
  const known =
    error instanceof AlreadyRunningError ||
    error instanceof SettingsError ||
    error instanceof TemporalNotFoundError;
  process.stderr.write(
    `${known ? error.message : !(error instanceof Error) ? String(error) : (error.stack ?? error.message)}\n`,
  );
  process.exit(1);
};

type Closer = () => Promise<unknown>;

async function main(): Promise<void> {
  const dataDir = dataDirOf(process.env);
  const log = pino({ name: 'shenpi', level: process.env['LOG_LEVEL'] ?? 'warn' });
  const starting = new AbortController();
  /** What has come up, newest last: it goes down the other way round. */
  const up: Closer[] = [];
  const run: { ending: Promise<void> | null } = { ending: null };
  const end = (code: number): Promise<void> =>
    (run.ending ??= (async () => {
      starting.abort();
      for (const close of up.reverse())
        await close().catch((error: unknown) => {
          say(String(error));
        });
      say('shenpi has ended; its data stays in ' + dataDir);
      process.exit(code);
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (run.ending === null) say(`\n${signal}: ending, please wait`);
      void end(0);
    });

  try {
    const stack = await startStack({
      dataDir,
      namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
      log: say,
      signal: starting.signal,
      onExit: (exit) => {
        say(describeExit(exit));
        void end(1);
      },
    });
    up.push(() => stack.stop());
    process.env['DATABASE_URL'] = stack.databaseUrl;
    process.env['TEMPORAL_ADDRESS'] = stack.temporalAddress;
    if (stack.temporalUiUrl !== null) process.env['TEMPORAL_UI_URL'] = stack.temporalUiUrl;
    await migrate(stack.databaseUrl);
    await seedDatabase(stack.databaseUrl);
    say('Database migrated and seeded');

    installRuntime();
    const worker = await startWorker({
      databaseUrl: stack.databaseUrl,
      cacheDir: `${dataDir}/bundle`,
      log,
      signal: starting.signal,
    });
    up.push(() => worker.stop());
    say('Worker polls for cases');

    const port = await findPort(readPort(process.env), 'the API', say);
    const settings = { ...readSettings(process.env), port };
    const auth = await tokenVerifierFromEnv({ dataDir, env: process.env });
    const api = await runApi({ settings, auth, log });
    up.push(() => api.stop());
    stack.publish({ Console: api.url });
    say('');
    say(`  shenpi           ${api.url}`);
    say(`  API document     ${api.url}/api/docs`);
    if (stack.temporalUiUrl !== null) say(`  Temporal Web UI  ${stack.temporalUiUrl}`);
    say('');
    say('  npm run -s token -- clerk-1   a token for the API        npm run demo   a day at the hall');
    say('  Ctrl-C ends it; what happened stays in ' + dataDir);
  } catch (error) {
    if (run.ending !== null) return run.ending;
    for (const close of up.reverse())
      await close().catch((reason: unknown) => {
        say(String(reason));
      });
    fail(error);
  }
}

await main().catch(fail);
