import type { Applicant } from '../domain/applicant.ts';
import type { ActOutcome, CaseState } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseSnapshot } from '../workflows/messages.ts';
import { caseActs } from './actions.ts';
import type { Database } from './client.ts';
import { applicantReads } from './schema.ts';

export {
  InvalidCursorError,
  listCases,
  type CaseFilter,
  type CasePage,
  type Visibility,
} from './case-search.ts';

/** A case as its workflow last wrote it; null when there is none. */
export async function readCase(
  { sql }: Database,
  caseNo: string,
): Promise<{ snapshot: CaseSnapshot; hash: string } | null> {
  const [row] = await sql<{ state: CaseState; applicant: Applicant; last_hash: string }[]>`
    select state, applicant, last_hash from cases where case_no = ${caseNo}
  `;
  return row === undefined
    ? null
    : { snapshot: { state: row.state, applicant: row.applicant }, hash: row.last_hash };
}

/** The applicant in clear. */
export async function readApplicant({ sql }: Database, caseNo: string): Promise<Applicant | null> {
  const [row] = await sql<{ applicant: Applicant }[]>`
    select applicant from case_applicants where case_no = ${caseNo}
  `;
  return row?.applicant ?? null;
}

/** Puts on record who read an applicant in clear. */
export async function logApplicantRead(
  { orm }: Database,
  read: { readonly caseNo: string; readonly staffId: string; readonly at: Instant },
): Promise<void> {
  await orm.insert(applicantReads).values(read);
}

/** What a new run of a closed case starts from. */
export interface ArchivedCase {
  readonly state: CaseState;
  readonly applicant: Applicant;
  readonly acts: Readonly<Record<string, ActOutcome>>;
  /** The number of the last run. */
  readonly run: number;
  readonly hash: string;
}

/** A closed case with everything that its workflow had; null when there is none. */
export async function archivedCase(db: Database, caseNo: string): Promise<ArchivedCase | null> {
  const [row] = await db.sql<{ state: CaseState; applicant: Applicant; last_hash: string; run: number }[]>`
    select c.state, a.applicant, c.last_hash, greatest(1, c.fence / 1000000000)::int as run
    from cases c join case_applicants a using (case_no) where c.case_no = ${caseNo} and c.stage = 'closed'
  `;
  if (row === undefined) return null;
  const { state, applicant, run } = row;
  return { state, applicant, acts: await caseActs(db, caseNo), run, hash: row.last_hash };
}
