import { pino } from 'pino';
import { dataDirOf, readSettings } from './config/env.ts';
import { startWorker } from './worker/run.ts';
import { installRuntime } from './worker/runtime.ts';

/**
 * The worker process (`npm run worker`): runs the cases until SIGINT or SIGTERM, then drains. It waits for Temporal and
 * for the database instead of failing, so that the order in which a machine comes up does not matter.
 */
installRuntime();
const log = pino({ name: 'shenpi-worker' });
const { databaseUrl } = readSettings(process.env);
const worker = await startWorker({ databaseUrl, cacheDir: `${dataDirOf(process.env)}/bundle`, log });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    void worker.stop();
  });
}
await worker.finished;
log.info('worker has ended');
