import { NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createActivities } from '../activities/index.ts';
import { connectDatabase, type Database } from '../db/client.ts';
import { beat } from '../db/heartbeat.ts';
import {
  connectEngine,
  engineNamespace,
  registerSearchAttributes,
  type Engine,
} from '../engine/connection.ts';
import { exportHistories } from '../jobs/history-export.ts';
import { sweepIntakes } from '../jobs/intake-sweep.ts';
import { runEvery, type Job } from '../jobs/loop.ts';
import { TASK_QUEUE } from '../workflows/ids.ts';
import { bundleWorkflows } from './bundle.ts';

export interface WorkerOptions {
  readonly databaseUrl: string;
  /** Where the bundle of the workflows is kept between starts. */
  readonly cacheDir: string;
  readonly log: Logger;
  /** Gives up waiting for Temporal. */
  readonly signal?: AbortSignal;
}

export interface RunningWorker {
  /** Settles when the worker has ended and everything is closed. */
  readonly finished: Promise<void>;
  /** Takes no new work, finishes what is under way, closes. */
  stop(): Promise<void>;
}

/** Long enough for an act under way and its write; then the server hands it to another worker. */
const DRAIN_TIME = '10 s';
const RETRY_MS = 1000;
const HEARTBEAT_MS = 2000;
const JOBS_MS = 5000;

/** Starts a worker with its jobs: heartbeat, intake sweep, history export. Answers once it polls. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { log } = options;
  const db = connectDatabase(options.databaseUrl);
  const engine = connectEngine();
  const workflowBundle = await bundleWorkflows(options.cacheDir, (line) => {
    log.info(line);
  });
  const connection = await untilUp(() => connectWorker(engine), log, options.signal);
  const worker = await Worker.create({
    connection,
    namespace: engineNamespace(),
    taskQueue: TASK_QUEUE,
    workflowBundle: workflowBundle satisfies WorkflowBundle,
    activities: createActivities({ db }),
    shutdownGraceTime: DRAIN_TIME,
    maxCachedWorkflows: 1000,
  });
  const running = worker.run();
  const jobs = startJobs(db, engine, log);
  const finish = async (): Promise<void> => {
    try {
      await running;
    } finally {
      await Promise.all(jobs.map((job) => job.stop()));
      await connection.close();
      await engine.close();
      await db.close();
    }
  };
  const finished = finish();
  log.info({ taskQueue: TASK_QUEUE }, 'worker polls');
  return {
    finished,
    stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      return finished;
    },
  };
}

/** Registers what the cases index before the first one can need it, then connects. */
async function connectWorker(engine: Engine): Promise<NativeConnection> {
  const connection = await NativeConnection.connect({ ...loadClientConnectConfig().connectionOptions });
  try {
    await registerSearchAttributes(engine);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

function startJobs(db: Database, engine: Engine, log: Logger): Job[] {
  const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const failed = (job: string) => (error: unknown) => {
    log.warn(
      { job, reason: error instanceof Error ? error.message : String(error) },
      'job failed, will try again',
    );
  };
  return [
    runEvery(HEARTBEAT_MS, () => beat(db, workerId, TASK_QUEUE), failed('heartbeat')),
    runEvery(
      JOBS_MS,
      async () => {
        await sweepIntakes({ db, engine });
      },
      failed('intake-sweep'),
    ),
    runEvery(
      JOBS_MS,
      async () => {
        await exportHistories({ db, engine });
      },
      failed('history-export'),
    ),
  ];
}

/** A worker fails to start while the server is down: it waits, and says so once. */
async function untilUp<T>(connect: () => Promise<T>, log: Logger, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connect();
    } catch (error) {
      if (attempt === 1)
        log.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'Temporal is away, waiting for it',
        );
      await delay(RETRY_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}
