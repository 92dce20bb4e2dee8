import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { WorkflowNotFoundError } from '@temporalio/client';
import { caseWorkflowId } from '../workflows/ids.ts';
import type { Engine } from './connection.ts';

/** The engine's history of one run, as JSON that Temporal's UI imports; null when the engine no longer has it. */
export interface EngineHistory {
  readonly runId: string;
  readonly closed: boolean;
  readonly history: { readonly events: readonly unknown[] };
}

/** Reads the history of the latest run, or of the one named. Throws when Temporal is away. */
export async function fetchHistory(
  engine: Engine,
  caseNo: string,
  runId?: string,
): Promise<EngineHistory | null> {
  const handle = engine.client.workflow.getHandle(caseWorkflowId(caseNo), runId);
  try {
    const description = await handle.describe();
    const history = await handle.fetchHistory();
    return {
      runId: description.runId,
      closed: description.status.name !== 'RUNNING',
      history: JSON.parse(historyToJSON(history)) as { events: unknown[] },
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
