import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { WorkflowNotFoundError } from '@temporalio/client';
import { caseWorkflowId } from '../workflows/ids.ts';
import type { Engine } from './connection.ts';

/** The engine's history of one run, as JSON that Temporal's UI imports. */
export interface EngineHistory {
  readonly runId: string;
  readonly closed: boolean;
  /** The run that this one goes on from, where a history had grown too long; null for the first. */
  readonly previousRunId: string | null;
  readonly history: { readonly events: readonly unknown[] };
}

/**
 * Reads the history of the latest run, or of the one named; null when the engine no longer has it. Throws when Temporal
 * is away.
 */
export async function fetchHistory(
  engine: Engine,
  caseNo: string,
  runId?: string,
): Promise<EngineHistory | null> {
  const handle = engine.client.workflow.getHandle(caseWorkflowId(caseNo), runId);
  try {
    const description = await handle.describe();
    const history = await handle.fetchHistory();
    const continued =
      history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
    return {
      runId: description.runId,
      closed: description.status.name !== 'RUNNING',
      previousRunId: continued === '' ? null : continued,
      history: JSON.parse(historyToJSON(history)) as { events: unknown[] },
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
