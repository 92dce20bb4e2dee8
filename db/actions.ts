import type { ActOutcome } from '../domain/case/state.ts';
import type { ActType } from '../domain/case/acts.ts';
import type { RejectionCode } from '../domain/rejection.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './client.ts';

/** How an act stands. */
export interface ActionRecord {
  readonly type: ActType;
  readonly status: 'queued' | 'applied' | 'rejected';
  readonly code: RejectionCode | null;
  readonly message: string | null;
  readonly revision: number | null;
}

/** An act of a case by its id: the caller's own where several identities used the same one; null when unknown. */
export async function findAction(
  { sql }: Database,
  caseNo: string,
  actionId: string,
  staffId: string,
): Promise<ActionRecord | null> {
  const [row] = await sql<ActionRecord[]>`
    select type, status, code, message, revision from case_actions
    where case_no = ${caseNo} and action_id = ${actionId}
    order by (subject = ${staffId}) desc limit 1
  `;
  return row ?? null;
}

/** An act that the API has stored as a Signal and that its case has not answered yet. */
export interface QueuedAct {
  readonly caseNo: string;
  readonly staffId: string;
  readonly actionId: string;
  readonly fingerprint: string;
  readonly type: ActType;
  readonly storedAt: Instant;
}

/** Notes a stored act; the case's own answer, which may have come first, stands. */
export async function storeQueued({ sql }: Database, act: QueuedAct): Promise<void> {
  await sql`
    insert into case_actions (case_no, action_key, action_id, subject, fingerprint, type, status, stored_at)
    values (${act.caseNo}, ${`${act.staffId}/${act.actionId}`}, ${act.actionId}, ${act.staffId}, ${act.fingerprint},
            ${act.type}, 'queued', ${act.storedAt}::timestamptz)
    on conflict (case_no, action_key) do nothing
  `;
}

/** Every act that a case has answered, as its state keeps them. */
export async function caseActs({ sql }: Database, caseNo: string): Promise<Record<string, ActOutcome>> {
  const rows = await sql<(ActionRecord & { action_key: string; fingerprint: string })[]>`
    select action_key, fingerprint, type, status, code, message, revision from case_actions
    where case_no = ${caseNo} and status <> 'queued'
  `;
  return Object.fromEntries(
    rows.map(({ action_key: key, fingerprint, type, status, code, message, revision }) => [
      key,
      {
        fingerprint,
        type,
        status: status === 'rejected' ? 'rejected' : 'applied',
        revision: revision ?? 0,
        ...(code === null ? {} : { code }),
        ...(message === null ? {} : { message }),
      } satisfies ActOutcome,
    ]),
  );
}
