import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import postgres from 'postgres';
import { fileURLToPath } from 'node:url';

/** The worker process of the plain program; it ends with SIGTERM. Run by the bench. */
Runtime.install({
  shutdownSignals: [],
  telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
});
const sql = postgres(process.env['DATABASE_URL'] ?? '', { onnotice: () => undefined });
await sql`create table if not exists plain_steps (case_no text, step text, by_whom text, opinion text, at timestamptz default now())`;
const connection = await NativeConnection.connect({
  address: process.env['TEMPORAL_ADDRESS'] ?? 'localhost:7233',
});
const worker = await Worker.create({
  connection,
  taskQueue: 'plain-cases',
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  activities: {
    async writeRow({
      caseNo,
      step,
      by,
      opinion,
    }: {
      caseNo: string;
      step: string;
      by: string;
      opinion: string;
    }) {
      await sql`insert into plain_steps (case_no, step, by_whom, opinion) values (${caseNo}, ${step}, ${by}, ${opinion})`;
    },
  },
  maxCachedWorkflows: 1000,
});
process.on('SIGTERM', () => {
  worker.shutdown();
});
process.stdout.write('ready\n');
await worker.run();
await connection.close();
await sql.end();
