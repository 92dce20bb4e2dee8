import { eq } from 'drizzle-orm';
import type { ActMessage } from '../domain/case/acts.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './client.ts';
import { instantFrom } from './instants.ts';
import { reopenings } from './schema.ts';

/**
 * Keeps a proposal to reopen a closed case: there is no workflow to keep it (decision 13). False when another one waits
 * already. One that a later run of the case has seen waits no more, and gives way.
 */
export async function proposeReopening(
  { sql }: Database,
  caseNo: string,
  message: ActMessage,
): Promise<boolean> {
  const kept = await sql`
    insert into reopenings as waiting (case_no, message) values (${caseNo}, ${JSON.stringify(message)}::jsonb)
    on conflict (case_no) do update set message = excluded.message, at = now()
    where waiting.message = excluded.message or exists (
      select 1 from case_actions done
      where done.case_no = waiting.case_no and done.type = 'reopen'
        and done.action_key = (waiting.message->'actor'->>'staffId') || '/' || (waiting.message->>'id')
    )
    returning case_no
  `;
  return kept.length > 0;
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
