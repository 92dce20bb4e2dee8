import { eq } from 'drizzle-orm';
import type { Duty, StaffMember } from '../domain/people.ts';
import type { Database } from './client.ts';
import { staff } from './schema.ts';

interface StaffRow {
  readonly staffId: string;
  readonly personId: string;
  readonly name: string;
  readonly department: string | null;
  readonly duties: readonly string[];
  readonly status: string;
  readonly authorisedItems: readonly string[] | null;
}

const memberOf = (row: StaffRow): StaffMember => ({
  staffId: row.staffId,
  personId: row.personId,
  name: row.name,
  department: row.department,
  duties: row.duties as readonly Duty[],
  status: row.status as StaffMember['status'],
  authorisedItems: row.authorisedItems,
});

/** The account of an id; null when the register has none. */
export async function findStaff({ orm }: Database, staffId: string): Promise<StaffMember | null> {
  const [row] = await orm.select().from(staff).where(eq(staff.staffId, staffId));
  return row === undefined ? null : memberOf(row);
}

/** Everybody in the register. */
export async function listStaff({ orm }: Database): Promise<StaffMember[]> {
  return (await orm.select().from(staff).orderBy(staff.staffId)).map(memberOf);
}

/** What an identity has used a key for before. */
export interface KeyUse {
  readonly kind: 'action' | 'intake';
  readonly caseNo: string;
  readonly fingerprint: string;
  readonly status: string;
}

interface SenderRow {
  readonly staff_id: string | null;
  readonly person_id: string;
  readonly name: string;
  readonly department: string | null;
  readonly duties: string[];
  readonly status: string;
  readonly authorised_items: string[] | null;
  readonly use_kind: 'action' | 'intake' | null;
  readonly use_case_no: string;
  readonly use_fingerprint: string;
  readonly use_status: string;
}

/**
 * The account of an identity and its earlier use of a key, in one round trip: asked before every act. Of several uses
 * the one that spent the key counts before one that was rejected.
 */
export async function actorAndKey(
  { sql }: Database,
  staffId: string,
  key: string,
): Promise<{ staff: StaffMember | null; use: KeyUse | null }> {
  const rows = await sql<SenderRow[]>`
    select s.staff_id, s.person_id, s.name, s.department, s.duties, s.status, s.authorised_items,
           u.kind as use_kind, u.case_no as use_case_no, u.fingerprint as use_fingerprint, u.status as use_status
    from (select 1) one
    left join staff s on s.staff_id = ${staffId}
    left join lateral (
      select 'action' as kind, case_no, fingerprint, status from case_actions where action_key = ${`${staffId}/${key}`}
      union all
      select 'intake', case_no, fingerprint, state from intakes where subject = ${staffId} and idempotency_key = ${key}
      union all
      select 'action', case_no, message->>'fingerprint', 'applied' from reopenings
      where message->'actor'->>'staffId' = ${staffId} and message->>'id' = ${key}
    ) u on true
    order by u.status is not distinct from 'rejected'
    limit 1
  `;
  const [row] = rows;
  if (row === undefined) return { staff: null, use: null };
  return {
    staff:
      row.staff_id === null
        ? null
        : memberOf({
            staffId: row.staff_id,
            personId: row.person_id,
            name: row.name,
            department: row.department,
            duties: row.duties,
            status: row.status,
            authorisedItems: row.authorised_items,
          }),
    use:
      row.use_kind === null
        ? null
        : {
            kind: row.use_kind,
            caseNo: row.use_case_no,
            fingerprint: row.use_fingerprint,
            status: row.use_status,
          },
  };
}
