import type { Database } from './client.ts';

/** A worker says that it polls. */
export async function beat({ sql }: Database, workerId: string, taskQueue: string): Promise<void> {
  await sql`
    insert into worker_heartbeats (worker_id, task_queue) values (${workerId}, ${taskQueue})
    on conflict (worker_id) do update set at = now()
  `;
  // Workers come and go; the rows of those gone for a day say nothing any more.
  await sql`delete from worker_heartbeats where at < now() - interval '1 day'`;
}

/** True when some worker has said so within `maxAgeMs` (decision 18: 10 s). */
export async function freshWorker({ sql }: Database, maxAgeMs: number): Promise<boolean> {
  const rows = await sql`
    select 1 from worker_heartbeats where at > now() - make_interval(secs => ${maxAgeMs / 1000}) limit 1
  `;
  return rows.length > 0;
}
