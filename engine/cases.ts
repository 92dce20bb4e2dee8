import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import {
  ApplicationFailure,
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
} from '@temporalio/common';
import { updateIdOf, type ActMessage } from '../domain/case/acts.ts';
import {
  REJECTION_STATUS,
  type FieldError,
  type Rejection,
  type RejectionCode,
} from '../domain/rejection.ts';
import { instantOf, type Instant } from '../domain/time.ts';
import { CASE_WORKFLOW, caseWorkflowId, TASK_QUEUE } from '../workflows/ids.ts';
import { snapshotQuery, type ActAnswer, type CaseInput, type CaseSnapshot } from '../workflows/messages.ts';
import { registerSearchAttributes, type Engine } from './connection.ts';

/** gRPC statuses of a call that its deadline ended: CANCELLED, DEADLINE_EXCEEDED. */
const ENDED_BY_DEADLINE: ReadonlySet<number> = new Set([1, 4]);

/** gRPC status of a request that the server does not understand. */
const INVALID_ARGUMENT: ReadonlySet<number> = new Set([3]);

/** Calls that only need the server, not a worker. */
const SERVER_TIMEOUT_MS = 5000;

const KEYWORD = SearchAttributeType.KEYWORD;

/** The index a case starts with, so that its first task need not write it. */
function firstIndex(input: CaseInput): SearchAttributePair[] {
  const { item } = input.receipt;
  return [
    { key: defineSearchAttributeKey('CaseStage', KEYWORD), value: 'received' },
    { key: defineSearchAttributeKey('CaseItem', KEYWORD), value: item.code },
    { key: defineSearchAttributeKey('CaseDepartment', KEYWORD), value: item.department },
    { key: defineSearchAttributeKey('CaseWaitingOn', KEYWORD), value: 'receive' },
    { key: defineSearchAttributeKey('CaseCard', KEYWORD), value: 'none' },
    { key: defineSearchAttributeKey('CaseGreen', SearchAttributeType.BOOL), value: false },
  ];
}

const startOptions = (input: CaseInput) => ({
  workflowId: caseWorkflowId(input.receipt.caseNo),
  taskQueue: TASK_QUEUE,
  args: [input] as [CaseInput],
  typedSearchAttributes: firstIndex(input),
  staticSummary: `${input.receipt.item.name} · ${input.receipt.item.department}`,
  staticDetails: `事项 ${input.receipt.item.code} 第 ${input.receipt.item.version} 版 · ${input.receipt.channel} · ${input.receipt.caseNo}`,
});

/** Starts a run; false when one is there already, which is fine. A server that no worker has prepared yet is prepared first. */
async function startRun(
  engine: Engine,
  input: CaseInput,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<boolean> {
  const start = () =>
    engine.client.workflow.start(CASE_WORKFLOW, {
      ...startOptions(input),
      workflowIdReusePolicy,
      workflowIdConflictPolicy: 'FAIL',
    });
  try {
    await start().catch(async (error: unknown) => {
      if (!lacksSearchAttributes(error)) throw error;
      await registerSearchAttributes(engine);
      return start();
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

const lacksSearchAttributes = (error: unknown): boolean =>
  error instanceof Error &&
  isGrpcServiceError(error.cause) &&
  INVALID_ARGUMENT.has(error.cause.code) &&
  error.cause.details.includes('search attribute');

/**
 * Starts a case. One that runs already, or has run, is left as it is: starting is harmless to repeat. Throws when
 * Temporal is away.
 */
export async function startCase(engine: Engine, input: CaseInput): Promise<void> {
  await engine.client.withDeadline(Date.now() + SERVER_TIMEOUT_MS, () =>
    startRun(engine, input, 'REJECT_DUPLICATE'),
  );
}

/** The instant at which the server started a case, by which it is received. Throws when Temporal is away. */
export async function caseStartedAt(engine: Engine, caseNo: string): Promise<Instant> {
  const { startTime } = await engine.client.withDeadline(Date.now() + SERVER_TIMEOUT_MS, () =>
    engine.client.workflow.getHandle(caseWorkflowId(caseNo)).describe(),
  );
  return instantOf(startTime.getTime());
}

/** How sending an act ended. */
export type Sent =
  | { readonly kind: 'answered'; readonly answer: ActAnswer }
  | { readonly kind: 'refused'; readonly rejection: Rejection }
  /** No worker answered in time: the act may still be applied, and is now to be stored as a Signal under its id. */
  | { readonly kind: 'noAnswer' }
  /** The case is not running: closed, or never started. */
  | { readonly kind: 'closed' };

/**
 * Sends an act as an Update and waits for its answer, at most `waitMs`. The update's id is the act's key, so that
 * sending it again while it runs joins it. Throws when Temporal is away.
 */
export async function sendAct(
  engine: Engine,
  caseNo: string,
  message: ActMessage,
  { waitMs }: { readonly waitMs: number },
): Promise<Sent> {
  const handle = engine.client.workflow.getHandle(caseWorkflowId(caseNo));
  const deadline = Date.now() + waitMs;
  try {
    const answer = await engine.client.withDeadline(deadline, () =>
      handle.executeUpdate<ActAnswer, [ActMessage]>(message.act.type, {
        args: [message],
        updateId: updateIdOf(message),
      }),
    );
    return { kind: 'answered', answer };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'closed' };
    const rejection = rejectionOf(error);
    if (rejection !== null) return { kind: 'refused', rejection };
    if (isCompletedMeanwhile(error)) return { kind: 'closed' };
    if (isNoAnswer(error, deadline)) return { kind: 'noAnswer' };
    throw error;
  }
}

function rejectionOf(error: unknown): Rejection | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure))
    return null;
  const { type, message, details } = error.cause;
  if (typeof type !== 'string' || !(type in REJECTION_STATUS)) return null;
  const errors = details?.[0] as readonly FieldError[] | undefined;
  const code = type as RejectionCode;
  return errors === undefined || errors.length === 0 ? { code, message } : { code, message, errors };
}

/** The case closed while the Update waited: the server aborts it. */
function isCompletedMeanwhile(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === 'AcceptedUpdateCompletedWorkflow'
  );
}

/** A deadline that passed with the server there: nobody polls for the case. A server that is away fails earlier. */
function isNoAnswer(error: unknown, deadline: number): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const timedOut = isGrpcServiceError(error) && ENDED_BY_DEADLINE.has(error.code);
  return timedOut && Date.now() >= deadline - 50;
}

/** Stores an act as a Signal: once this answers, the server has it on disk. Throws when Temporal is away. */
export async function queueAct(
  engine: Engine,
  caseNo: string,
  message: ActMessage,
): Promise<'queued' | 'closed'> {
  try {
    await engine.client.withDeadline(Date.now() + SERVER_TIMEOUT_MS, () =>
      engine.client.workflow.getHandle(caseWorkflowId(caseNo)).signal(message.act.type, message),
    );
    return 'queued';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'closed';
    throw error;
  }
}

/** The case as its workflow has it now; needs a worker. */
export const querySnapshot = async (engine: Engine, caseNo: string): Promise<CaseSnapshot> =>
  engine.client.withDeadline(Date.now() + SERVER_TIMEOUT_MS, () =>
    engine.client.workflow.getHandle(caseWorkflowId(caseNo)).query<CaseSnapshot>(snapshotQuery),
  );

/**
 * Starts a new run of a closed case from its archived state (decision 13). False when another consent was there first:
 * the case runs, and this one's acts are not in it.
 */
export const reopenCase = (engine: Engine, input: CaseInput): Promise<boolean> =>
  engine.client.withDeadline(Date.now() + SERVER_TIMEOUT_MS, () =>
    startRun(engine, input, 'ALLOW_DUPLICATE'),
  );
