import type { Applicant } from '../domain/applicant.ts';
import type { CaseState, Stage } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseSnapshot } from '../workflows/messages.ts';
import type { Database } from './client.ts';
import { instantFrom } from './instants.ts';

export interface CaseFilter {
  readonly stage?: Stage | undefined;
  readonly department?: string | undefined;
  readonly itemCode?: string | undefined;
  readonly assignee?: string | undefined;
  readonly card?: string | undefined;
  readonly green?: boolean | undefined;
  readonly dueBefore?: Instant | undefined;
  readonly q?: string | undefined;
}

/** Whose cases a list may show. */
export type Visibility =
  | { readonly kind: 'all' }
  | { readonly kind: 'some'; readonly department: string | null; readonly applicantStaffId: string };

export type SortKey = 'dueAt' | '-dueAt' | 'receivedAt' | '-receivedAt' | 'caseNo' | '-caseNo';

export interface CasePage {
  readonly visibility: Visibility;
  readonly sort: SortKey;
  readonly limit: number;
  readonly cursor?: string;
}

/** A cursor that this list has not given out. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

interface Row {
  readonly state: CaseState;
  readonly applicant: Applicant;
  readonly case_no: string;
  readonly due_at: string | null;
  readonly received_at: string;
}

/** Cases without a due date sort behind all others. */
const NEVER = '9999-12-31T00:00:00.000+08:00';

const sortValue = (sort: SortKey, row: Row): string => {
  switch (sort.replace('-', '')) {
    case 'dueAt':
      return row.due_at === null ? NEVER : instantFrom(row.due_at);
    case 'receivedAt':
      return instantFrom(row.received_at);
    default:
      return row.case_no;
  }
};

const encode = (sort: SortKey, row: Row): string =>
  Buffer.from(JSON.stringify([sort, sortValue(sort, row), row.case_no])).toString('base64url');

/** What {@link encode} writes: the database must never be asked about anything else. */
const CASE_NO = /^[A-Za-z0-9-]{1,64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/;

function decode(sort: SortKey, cursor: string): { value: string; caseNo: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    throw new InvalidCursorError('not a cursor', { cause: error });
  }
  const [of, value, caseNo] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  if (of !== sort || typeof value !== 'string' || typeof caseNo !== 'string' || !CASE_NO.test(caseNo))
    throw new InvalidCursorError('a cursor of another list');
  const fits = sort.endsWith('caseNo')
    ? CASE_NO.test(value)
    : INSTANT.test(value) && !Number.isNaN(Date.parse(value));
  if (!fits) throw new InvalidCursorError('not a place in this list');
  return { value, caseNo };
}

/** Text to be found as it is: the wildcards of LIKE mean nothing here. */
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

/** Cases that fit, one page of them: keyset paging, so that a page never repeats or skips what did not change. */
export async function listCases(
  { sql }: Database,
  filter: CaseFilter,
  page: CasePage,
): Promise<{ rows: CaseSnapshot[]; nextCursor: string | null }> {
  const { visibility, sort, limit } = page;
  const column = sort.endsWith('dueAt')
    ? sql`coalesce(due_at, ${NEVER}::timestamptz)`
    : sort.endsWith('receivedAt')
      ? sql`received_at`
      : sql`case_no`;
  const direction = sort.startsWith('-') ? sql`desc` : sql`asc`;
  const after = page.cursor === undefined ? null : decode(sort, page.cursor);
  const afterValue =
    after === null ? null : sort.endsWith('caseNo') ? sql`${after.value}` : sql`${after.value}::timestamptz`;
  const like = filter.q === undefined ? null : `%${escapeLike(filter.q)}%`;
  const rows = await sql<Row[]>`
    select case_no, state, applicant, due_at, received_at from cases
    where true
      ${visibility.kind === 'all' ? sql`` : sql`and (department = ${visibility.department} or applicant_staff_id = ${visibility.applicantStaffId} or (${visibility.department}::text is not null and state->'item'->'jointDepartments' ? ${visibility.department ?? ''}))`}
      ${filter.stage === undefined ? sql`` : sql`and stage = ${filter.stage}`}
      ${filter.department === undefined ? sql`` : sql`and department = ${filter.department}`}
      ${filter.itemCode === undefined ? sql`` : sql`and item_code = ${filter.itemCode}`}
      ${filter.assignee === undefined ? sql`` : sql`and assignee = ${filter.assignee}`}
      ${filter.card === undefined ? sql`` : sql`and card = ${filter.card}`}
      ${filter.green === undefined ? sql`` : sql`and green = ${filter.green}`}
      ${filter.dueBefore === undefined ? sql`` : sql`and due_at < ${filter.dueBefore}::timestamptz`}
      ${like === null ? sql`` : sql`and (case_no ilike ${like} or item_name ilike ${like} or item_code ilike ${like})`}
      ${after === null || afterValue === null ? sql`` : sort.startsWith('-') ? sql`and (${column}, case_no) < (${afterValue}, ${after.caseNo})` : sql`and (${column}, case_no) > (${afterValue}, ${after.caseNo})`}
    order by ${column} ${direction}, case_no ${direction}
    limit ${limit + 1}
  `;
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    rows: shown.map(({ state, applicant }) => ({ state, applicant })),
    nextCursor: rows.length > limit && last !== undefined ? encode(sort, last) : null,
  };
}
