import { dataDirOf, readSettings } from './config/env.ts';
import { onStop, processLog, refuseToStart } from './config/process.ts';
import { startWorker } from './worker/run.ts';
import { installRuntime } from './worker/runtime.ts';

/**
 * The worker process (`npm run worker`): runs the cases until SIGINT or SIGTERM, then drains. It waits for Temporal and
 * for the database instead of failing, so that the order in which a machine comes up does not matter.
 */
const log = processLog('shenpi-worker');
const starting = new AbortController();
try {
  const { databaseUrl } = readSettings(process.env);
  installRuntime();
  const worker = startWorker({
    databaseUrl,
    cacheDir: `${dataDirOf(process.env)}/bundle`,
    log,
    signal: starting.signal,
  });
  onStop(log, async () => {
    starting.abort();
    await (await worker).stop();
  });
  await (
    await worker
  ).finished;
  log.info('worker has ended');
} catch (error) {
  if (starting.signal.aborted) process.exit(0);
  refuseToStart(log, error);
}
