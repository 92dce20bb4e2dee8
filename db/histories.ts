import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Database } from './client.ts';

/** Closed cases whose latest run is not exported yet, longest closed first. */
export async function closedWithoutHistory({ sql }: Database, limit: number): Promise<string[]> {
  const rows = await sql<{ case_no: string }[]>`
    select c.case_no from cases c
    where c.closed_at is not null and not exists (
      select 1 from engine_histories h where h.case_no = c.case_no and h.exported_at >= c.updated_at
    )
    order by c.closed_at limit ${limit}
  `;
  return rows.map((row) => row.case_no);
}

/** Keeps the engine's history of a run. */
export async function storeHistory(
  { sql }: Database,
  caseNo: string,
  runId: string,
  history: unknown,
): Promise<void> {
  const packed = await promisify(gzip)(JSON.stringify(history));
  await sql`
    insert into engine_histories (case_no, run_id, history) values (${caseNo}, ${runId}, ${packed})
    on conflict (case_no, run_id) do update set history = excluded.history, exported_at = now()
  `;
}

/** Notes that the engine no longer had a case's history when it was to be kept. */
export const historyLost = (db: Database, caseNo: string): Promise<void> =>
  storeHistory(db, caseNo, LOST, null);

/** Stands in the place of a run where none was to be had. */
const LOST = 'lost';

/** The kept history of the latest run, as JSON that Temporal's UI imports; null when none is kept. */
export async function readHistory(
  { sql }: Database,
  caseNo: string,
): Promise<{ runId: string; history: unknown } | null> {
  const [row] = await sql<{ run_id: string; history: Buffer }[]>`
    select run_id, history from engine_histories where case_no = ${caseNo} and run_id <> ${LOST}
    order by exported_at desc limit 1
  `;
  if (row === undefined) return null;
  const unpacked = await promisify(gunzip)(row.history);
  return { runId: row.run_id, history: JSON.parse(unpacked.toString('utf8')) as unknown };
}
