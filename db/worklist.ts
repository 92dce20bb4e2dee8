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
  readonly counts: {
    readonly mine: number;
    readonly department: number;
    readonly dueSoon: number;
    readonly overdue: number;
  };
}

type Kind = 'mine' | 'department' | 'dueSoon' | 'overdue';

interface Row {
  readonly state: CaseState;
  readonly applicant: Applicant;
  readonly kind: Kind;
  readonly total: number;
}

/**
 * An officer's inbox, nearest due first (J3). `soonBefore` ends what counts as due soon. One round trip; only the
 * cases shown are read whole, the others are counted.
 */
export async function worklist(
  { sql }: Database,
  actor: Actor,
  now: Instant,
  soonBefore: Instant,
): Promise<Worklist> {
  const duties = [...actor.duties];
  const rows = await sql<Row[]>`
    with fitting as (
      select case_no, due_at, assignee is not distinct from ${actor.staffId} as own
      from cases
      where closed_at is null and (
        assignee = ${actor.staffId}
        or (assignee is null and waiting_duty = any(${duties}::text[])
            and (waiting_department is null or waiting_department = ${actor.department}))
      )
    ),
    sorted as (
      select case_no, due_at, case when own then 'mine' else 'department' end as kind from fitting
      union all
      select case_no, due_at, case when due_at < ${now}::timestamptz then 'overdue' else 'dueSoon' end
      from fitting where due_at < ${soonBefore}::timestamptz
    ),
    ranked as (
      select case_no, kind, count(*) over (partition by kind)::int as total,
             row_number() over (partition by kind order by due_at nulls last, case_no) as nth
      from sorted
    )
    select c.state, c.applicant, r.kind, r.total
    from ranked r join cases c using (case_no)
    where r.nth <= ${SHOWN}
    order by r.kind, r.nth
  `;
  const of = (kind: Kind): Row[] => rows.filter((row) => row.kind === kind);
  const shown = (kind: Kind): CaseSnapshot[] =>
    of(kind).map(({ state, applicant }) => ({ state, applicant }));
  const total = (kind: Kind): number => of(kind)[0]?.total ?? 0;
  return {
    mine: shown('mine'),
    department: shown('department'),
    dueSoon: shown('dueSoon'),
    overdue: shown('overdue'),
    counts: {
      mine: total('mine'),
      department: total('department'),
      dueSoon: total('dueSoon'),
      overdue: total('overdue'),
    },
  };
}
