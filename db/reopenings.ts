import { eq, sql } from 'drizzle-orm';
import type { ActMessage } from '../domain/case/acts.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './client.ts';
import { instantFrom } from './instants.ts';
import { reopenings } from './schema.ts';

/** Keeps a proposal to reopen a closed case: there is no workflow to keep it (decision 13). */
export async function proposeReopening(
  { orm }: Database,
  caseNo: string,
  message: ActMessage,
): Promise<void> {
  await orm
    .insert(reopenings)
    .values({ caseNo, message })
    .onConflictDoUpdate({ target: reopenings.caseNo, set: { message, at: sql`now()` } });
}

/** The proposal that waits; null when none does. */
export async function readReopening(
  { orm }: Database,
  caseNo: string,
): Promise<{ message: ActMessage; at: Instant } | null> {
  const [row] = await orm.select().from(reopenings).where(eq(reopenings.caseNo, caseNo));
  return row === undefined ? null : { message: row.message as ActMessage, at: instantFrom(row.at) };
}

/** The case is open again, or the proposal is withdrawn. */
export async function dropReopening({ orm }: Database, caseNo: string): Promise<void> {
  await orm.delete(reopenings).where(eq(reopenings.caseNo, caseNo));
}
