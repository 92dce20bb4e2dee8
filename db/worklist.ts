import type { Applicant } from '../domain/applicant.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { Actor } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseSnapshot } from '../workflows/messages.ts';
import type { Database } from './client.ts';

/** An inbox shows so many of each kind; the counts are of all. */
const SHOWN = 100;

export interface Worklist {
  /** Waiting for this account by name. */
  readonly mine: readonly CaseSnapshot[];
  /** Waiting for a duty that this account has, and not yet anybody's. */
  readonly department: readonly CaseSnapshot[];
  readonly dueSoon: readonly CaseSnapshot[];
  readonly overdue: readonly CaseSnapshot[];
  readonly counts: { readonly mine: number; readonly department: number; readonly dueSoon: number; readonly overdue: number };
}

interface Row {
  readonly state: CaseState;
  readonly applicant: Applicant;
  readonly kind: 'mine' | 'department';
  readonly soon: boolean;
  readonly late: boolean;
}

/** An officer's inbox, nearest due first (J3). `soonBefore` ends what counts as due soon. */
export async function worklist({ sql }: Database, actor: Actor, now: Instant, soonBefore: Instant): Promise<Worklist> {
  const duties = [...actor.duties];
  const rows = await sql<Row[]>`
    select state, applicant,
           case when assignee = ${actor.staffId} then 'mine' else 'department' end as kind,
           coalesce(due_at >= ${now}::timestamptz and due_at < ${soonBefore}::timestamptz, false) as soon,
           coalesce(due_at < ${now}::timestamptz, false) as late
    from cases
    where closed_at is null and (
      assignee = ${actor.staffId}
      or (assignee is null and waiting_duty = any(${duties}::text[])
          and (waiting_department is null or waiting_department = ${actor.department}))
    )
    order by due_at nulls last, case_no
    limit 2000
  `;
  const pick = (fits: (row: Row) => boolean): CaseSnapshot[] =>
    rows
      .filter(fits)
      .slice(0, SHOWN)
      .map(({ state, applicant }) => ({ state, applicant }));
  const count = (fits: (row: Row) => boolean): number => rows.filter(fits).length;
  const kinds = {
    mine: (row: Row) => row.kind === 'mine',
    department: (row: Row) => row.kind === 'department',
    dueSoon: (row: Row) => row.soon,
    overdue: (row: Row) => row.late,
  };
  return {
    mine: pick(kinds.mine),
    department: pick(kinds.department),
    dueSoon: pick(kinds.dueSoon),
    overdue: pick(kinds.overdue),
    counts: {
      mine: count(kinds.mine),
      department: count(kinds.department),
      dueSoon: count(kinds.dueSoon),
      overdue: count(kinds.overdue),
    },
  };
}
