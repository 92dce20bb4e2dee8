import type { Database } from '../db/client.ts';
import { intakeStarted, pendingIntakes } from '../db/intake.ts';
import { caseStartedAt, startCase } from '../engine/cases.ts';
import { isEngineAway, type Engine } from '../engine/connection.ts';
import { firstSnapshot } from '../engine/first-snapshot.ts';
import type { CaseInput } from '../workflows/messages.ts';

/** An intake younger than this is still in the hands of the request that stored it. */
const OLDER_THAN_MS = 10_000;
const BATCH = 50;

/**
 * Starts the cases whose intake was stored while Temporal was away, or whose API process died in between (decision
 * 12). They are received at the instant at which they were stored.
 */
export async function sweepIntakes({ db, engine }: { db: Database; engine: Engine }): Promise<number> {
  const pending = await pendingIntakes(db, OLDER_THAN_MS, BATCH);
  const failures: unknown[] = [];
  for (const { caseNo, input, storedAt } of pending) {
    try {
      const stored: CaseInput = { ...input, storedAt };
      await startCase(engine, stored);
      const startedAt = await caseStartedAt(engine, caseNo);
      await intakeStarted(db, caseNo, firstSnapshot(stored, startedAt < storedAt ? startedAt : storedAt));
    } catch (error) {
      // One that cannot be started must not keep the others waiting; an engine that is away keeps all.
      if (isEngineAway(error)) throw error;
      failures.push(new Error(`intake ${caseNo} does not start`, { cause: error }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} intakes do not start`);
  return pending.length;
}
