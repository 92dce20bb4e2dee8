import type { Database } from '../db/client.ts';
import { closedWithoutHistory, historyLost, storeHistory } from '../db/histories.ts';
import { fetchHistory } from '../engine/histories.ts';
import type { Engine } from '../engine/connection.ts';

const BATCH = 20;

/**
 * Keeps the engine's full history of every closed case: a workflow cannot export its own completion, and the engine
 * forgets it after its retention (decision 13, A12). Answers how many cases were exported.
 */
export async function exportHistories({ db, engine }: { db: Database; engine: Engine }): Promise<number> {
  let exported = 0;
  for (const caseNo of await closedWithoutHistory(db, BATCH)) {
    const last = await fetchHistory(engine, caseNo);
    if (last === null) {
      // Past the engine's retention: noted, so that it does not stand before the others for ever.
      await historyLost(db, caseNo);
      continue;
    }
    // The read model is written just before the run ends: look again at the next turn.
    if (!last.closed) continue;
    // A long case went on from run to run; the earlier ones first, so that the last one kept is the last one.
    const runs = [last];
    for (let before = last.previousRunId; before !== null;) {
      const run = await fetchHistory(engine, caseNo, before);
      if (run === null) break;
      runs.unshift(run);
      before = run.previousRunId;
    }
    for (const { runId, history } of runs) await storeHistory(db, caseNo, runId, history);
    exported += 1;
  }
  return exported;
}
