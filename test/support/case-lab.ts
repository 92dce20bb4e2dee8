import { WorkflowUpdateFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Act, ActMessage } from '../../domain/case/acts.ts';
import { updateIdOf } from '../../domain/case/acts.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import type {
  ActAnswer,
  CaseActivities,
  CaseInput,
  CaseSnapshot,
  Projected,
  ProjectionInput,
} from '../../workflows/messages.ts';
import { registerSearchAttributes } from '../../engine/connection.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { message } from './case-fixtures.ts';

installRuntime('ERROR');

/** A read model in memory, with a switch that takes it away: the real one has tests of its own. */
export class MemoryReadModel implements CaseActivities {
  readonly writes: ProjectionInput[] = [];
  away = false;

  projectCase = (input: ProjectionInput): Promise<Projected> => {
    if (this.away) return Promise.reject(new Error('the database is away'));
    this.writes.push(input);
    const last = input.events[input.events.length - 1];
    return Promise.resolve({ revision: last?.seq ?? input.confirmed, hash: `hash-${last?.seq ?? 0}` });
  };

  events(caseNo: string): CaseEvent[] {
    return this.writes
      .filter(({ snapshot }) => snapshot.state.caseNo === caseNo)
      .flatMap(({ events }) => events);
  }
}

/** A time-skipping server with a worker that runs the real workflows on it. */
export interface CaseLab {
  readonly env: TestWorkflowEnvironment;
  readonly client: Client;
  readonly readModel: MemoryReadModel;
  readonly bundle: WorkflowBundle;
  startCase(input: CaseInput): Promise<CaseUnderTest>;
  /**
   * Starts a case that no worker has seen; `body` then runs beside a worker for it and must bring it to its end: the
   * server does not skip time while a task waits for nobody.
   */
  startUnseen(
    input: CaseInput,
  ): Promise<{ subject: CaseUnderTest; work: <T>(body: () => Promise<T>) => Promise<T> }>;
  stop(): Promise<void>;
}

export interface CaseUnderTest {
  readonly handle: WorkflowHandle;
  act(staffId: string, act: Act, more?: Partial<ActMessage>): Promise<ActAnswer>;
  /** The code of the refusal of an act; fails when it is applied. */
  refused(staffId: string, act: Act, more?: Partial<ActMessage>): Promise<string>;
  signal(staffId: string, act: Act, more?: Partial<ActMessage>): Promise<void>;
  snapshot(): Promise<CaseSnapshot>;
}

export async function startCaseLab(): Promise<CaseLab> {
  const path = process.env['TEST_TIME_SKIPPING_BINARY'];
  if (path === undefined) throw new Error('the global setup names no time-skipping server');
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const bundle = await bundleWorkflows(join(import.meta.dirname, '../../.cache/bundle'), () => undefined);
  const readModel = new MemoryReadModel();
  await register(env);
  const createWorker = (taskQueue: string): Promise<Worker> =>
    Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle: bundle,
      activities: { projectCase: readModel.projectCase },
    });
  const start = async (input: CaseInput, taskQueue: string): Promise<CaseUnderTest> =>
    caseUnderTest(
      await env.client.workflow.start('approvalCase', {
        taskQueue,
        workflowId: `case/${input.receipt.caseNo}`,
        args: [input],
      }),
    );
  const ended = new AbortController();
  const worker = await createWorker('lab');
  const running = worker.runUntil(once(ended.signal, 'abort'));
  return {
    env,
    client: env.client,
    readModel,
    bundle,
    startCase: (input) => start(input, 'lab'),
    async startUnseen(input) {
      const taskQueue = `lab-${randomUUID()}`;
      const subject = await start(input, taskQueue);
      return { subject, work: async (body) => (await createWorker(taskQueue)).runUntil(body()) };
    },
    async stop() {
      ended.abort();
      await running;
      await env.teardown();
    },
  };
}

/** The lab's server lists no search attributes and takes them one by one. */
const register = (env: TestWorkflowEnvironment): Promise<void> =>
  registerSearchAttributes({
    client: env.client,
    connection: env.connection,
    namespace: env.namespace ?? 'default',
    close: () => Promise.resolve(),
  });

function caseUnderTest(handle: WorkflowHandle): CaseUnderTest {
  const act: CaseUnderTest['act'] = (staffId, said, more) => {
    const sent = message(staffId, said, more);
    return handle.executeUpdate<ActAnswer, [ActMessage]>(said.type, {
      args: [sent],
      updateId: updateIdOf(sent),
    });
  };
  return {
    handle,
    act,
    async refused(staffId, said, more) {
      try {
        await act(staffId, said, more);
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
          return error.cause.type ?? '';
        throw error;
      }
      throw new Error(`${said.type} by ${staffId} was applied`);
    },
    signal: (staffId, said, more) => handle.signal(said.type, message(staffId, said, more)),
    snapshot: () => handle.query<CaseSnapshot>('snapshot'),
  };
}
