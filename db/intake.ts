import type { Applicant } from '../domain/applicant.ts';
import { cardOf } from '../domain/case/case-clocks.ts';
import { waitingOn } from '../domain/case/state.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import type { CaseInput, CaseSnapshot } from '../workflows/messages.ts';
import type { Database } from './client.ts';
import { instantFrom } from './instants.ts';

export interface NewIntake {
  readonly subject: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly department: string;
  readonly division: string;
  readonly day: LocalDate;
  readonly itemCode: string;
  readonly input: (caseNo: string) => CaseInput;
  readonly storedAt: Instant;
}

export interface Intake {
  readonly caseNo: string;
  readonly state: 'pending' | 'started';
  /** Null once the case has started: the personal data is with the case. */
  readonly input: CaseInput | null;
  readonly storedAt: Instant;
  readonly fingerprint: string;
}

export type StoredIntake =
  (Intake & { readonly kind: 'stored' | 'replayed' }) | { readonly kind: 'mismatch' };

interface IntakeRow {
  readonly case_no: string;
  readonly state: 'pending' | 'started';
  readonly input: CaseInput | null;
  readonly stored_at: string;
  readonly fingerprint: string;
}

const intakeOf = (row: IntakeRow): Intake => ({
  caseNo: row.case_no,
  state: row.state,
  input: row.input,
  storedAt: instantFrom(row.stored_at),
  fingerprint: row.fingerprint,
});

/**
 * Stores an application durably under its key before anything else happens (decision 12), and gives it its number,
 * `440781-<department>-<yyyymmdd>-<nnnn>`. The counter's row is locked only for the one statement; a number is spent
 * when another request stores the same key at the same moment, which leaves a gap that does not matter.
 */
export async function storeIntake(db: Database, intake: NewIntake): Promise<StoredIntake> {
  const { sql } = db;
  const [counter] = await sql<{ last: number }[]>`
    insert into case_counters (department, day, last)
    select ${intake.department}, ${intake.day}::date, 1
    where not exists (
      select 1 from intakes where subject = ${intake.subject} and idempotency_key = ${intake.key}
    )
    on conflict (department, day) do update set last = case_counters.last + 1
    returning last
  `;
  if (counter === undefined) return storedBefore(db, intake);
  const nth = String(counter.last).padStart(4, '0');
  const caseNo = `${intake.division}-${intake.department}-${intake.day.replaceAll('-', '')}-${nth}`;
  const input = intake.input(caseNo);
  const stored = await sql`
    insert into intakes (subject, idempotency_key, fingerprint, case_no, item_code, input, stored_at)
    values (${intake.subject}, ${intake.key}, ${intake.fingerprint}, ${caseNo}, ${intake.itemCode},
            ${JSON.stringify(input)}::jsonb, ${intake.storedAt}::timestamptz)
    on conflict (subject, idempotency_key) do nothing
    returning id
  `;
  if (stored.length > 0)
    return {
      kind: 'stored',
      caseNo,
      state: 'pending',
      input,
      storedAt: intake.storedAt,
      fingerprint: intake.fingerprint,
    };
  return storedBefore(db, intake);
}

async function storedBefore(db: Database, { subject, key, fingerprint }: NewIntake): Promise<StoredIntake> {
  const known = await findIntake(db, subject, key);
  if (known === null) throw new Error('an intake vanished while it was stored');
  return known.fingerprint === fingerprint ? { ...known, kind: 'replayed' } : { kind: 'mismatch' };
}

/** What an identity stored under a key; null when nothing. */
export async function findIntake({ sql }: Database, subject: string, key: string): Promise<Intake | null> {
  const [row] = await sql<IntakeRow[]>`
    select case_no, state, input, stored_at, fingerprint from intakes
    where subject = ${subject} and idempotency_key = ${key}
  `;
  return row === undefined ? null : intakeOf(row);
}

/**
 * Marks an intake as started, forgets its personal data, and shows the case in the read model at revision 0, behind
 * whatever its workflow has written already: one statement.
 */
export async function intakeStarted(
  { sql }: Database,
  caseNo: string,
  first: { readonly snapshot: CaseSnapshot; readonly applicant: Applicant; readonly dueAt: Instant | null },
): Promise<void> {
  const { state, applicant } = first.snapshot;
  const waiting = waitingOn(state);
  await sql`
    with started as (
      update intakes set state = 'started', started_at = now(), input = null
      where case_no = ${caseNo} and state = 'pending'
    ),
    shown as (
      insert into cases (
        case_no, revision, fence, state, applicant, stage, department, item_code, item_name, waiting_duty,
        applicant_staff_id, card, due_at, received_at, last_hash
      ) values (
        ${caseNo}, 0, 0, ${JSON.stringify(state)}::jsonb, ${JSON.stringify(applicant)}::jsonb, ${state.stage},
        ${state.item.department}, ${state.item.code}, ${state.item.name}, ${waiting?.duty ?? null},
        ${state.applicantAccount?.staffId ?? null}, ${cardOf(state)}, ${first.dueAt}::timestamptz,
        ${state.receivedAt}::timestamptz, ''
      ) on conflict (case_no) do nothing
      returning case_no
    )
    insert into case_applicants (case_no, applicant)
    -- The case before its applicant, as the projection locks them: the other way round the two would deadlock.
    select ${caseNo}, ${JSON.stringify(first.applicant)}::jsonb from (select count(*) from shown) as after_the_case
    on conflict (case_no) do nothing
  `;
}

/** Intakes stored longer ago than `olderThanMs` whose case has not started, oldest first. */
export async function pendingIntakes(
  { sql }: Database,
  olderThanMs: number,
  limit: number,
): Promise<{ caseNo: string; input: CaseInput; storedAt: Instant }[]> {
  const rows = await sql<IntakeRow[]>`
    select case_no, state, input, stored_at, fingerprint from intakes
    where state = 'pending' and stored_at < now() - make_interval(secs => ${olderThanMs / 1000})
    order by stored_at limit ${limit}
  `;
  return rows.flatMap((row) => {
    const { caseNo, input, storedAt } = intakeOf(row);
    return input === null ? [] : [{ caseNo, input, storedAt }];
  });
}
