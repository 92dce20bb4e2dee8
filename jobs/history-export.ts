import type { Database } from '../db/client.ts';
import { closedWithoutHistory, storeHistory } from '../db/histories.ts';
import { fetchHistory } from '../engine/histories.ts';
import type { Engine } from '../engine/connection.ts';

const BATCH = 20;

/**
 * Keeps the engine's full history of every closed case: a workflow cannot export its own completion, and the engine
 * forgets it after its retention (decision 13, A12).
 */
export async function exportHistories({ db, engine }: { db: Database; engine: Engine }): Promise<number> {
  let exported = 0;
  for (const caseNo of await closedWithoutHistory(db, BATCH)) {
    const history = await fetchHistory(engine, caseNo);
    // The read model is written just before the run ends: look again at the next turn.
    if (history?.closed !== true) continue;
    await storeHistory(db, caseNo, history.runId, history.history);
    exported += 1;
  }
  return exported;
}
