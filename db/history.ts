import type { Notice } from '../domain/case/notices.ts';
import type { Database } from './client.ts';
import type { PublicEvent } from './hash.ts';

/** An event with its place in the hash chain. */
export type HistoryEvent = PublicEvent & { readonly hash: string; readonly previousHash: string };

/** The case's own history, first to last. */
export async function readEvents({ sql }: Database, caseNo: string): Promise<HistoryEvent[]> {
  const rows = await sql<{ event: PublicEvent; hash: string; previous_hash: string }[]>`
    select event, hash, previous_hash from case_events where case_no = ${caseNo} order by seq
  `;
  return rows.map(({ event, hash, previous_hash: previousHash }) => ({ ...event, hash, previousHash }));
}

export interface IssuedNotice {
  readonly notice: Notice;
  readonly revoked: boolean;
}

/** The notices issued in a case, in order. */
export async function readNotices({ sql }: Database, caseNo: string): Promise<IssuedNotice[]> {
  const rows = await sql<{ data: Notice; revoked_seq: number | null }[]>`
    select data, revoked_seq from notices where case_no = ${caseNo} order by seq
  `;
  return rows.map(({ data, revoked_seq: revoked }) => ({ notice: data, revoked: revoked !== null }));
}

/** One notice; null when the case has none of that id. */
export async function readNotice(
  { sql }: Database,
  caseNo: string,
  noticeId: string,
): Promise<IssuedNotice | null> {
  const [row] = await sql<{ data: Notice; revoked_seq: number | null }[]>`
    select data, revoked_seq from notices where case_no = ${caseNo} and notice_id = ${noticeId}
  `;
  return row === undefined ? null : { notice: row.data, revoked: row.revoked_seq !== null };
}
