import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintDevelopmentToken } from '../../api/auth/verifier.ts';
import { migrate } from '../../db/migrate.ts';
import { seedDatabase } from '../../db/seed.ts';
import { findPort } from '../../embedded/ports.ts';
import { startStack } from '../../embedded/stack.ts';
import { connectEngine, registerSearchAttributes, type Engine } from '../../engine/connection.ts';
import { millionDueDates } from './calendar.ts';
import { BENCH_STAFF, plainProgram, shenpiByClient, shenpiByHttp } from './contenders.ts';
import { meanCost, median, percentile, runRound, type Contender, type Round } from './measure.ts';
import { startProcess, type ProjectProcess } from '../support/project-process.ts';

/**
 * `npm run bench`: shenpi's shortest full case beside a plain Temporal program of the same steps, in one run on one
 * embedded server, in turns so that a machine that slows down slows both. The figures to look at are the ratios.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const CASES = Number(process.env['BENCH_CASES'] ?? 60);
const CONCURRENCY = Number(process.env['BENCH_CONCURRENCY'] ?? 4);

const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

interface Result {
  readonly name: string;
  readonly rounds: Round[];
}

/** All contenders in turn, round by round, after one round that is not counted. */
async function compete(contenders: readonly Contender[]): Promise<Result[]> {
  const results = contenders.map(({ name }) => ({ name, rounds: [] as Round[] }));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const measured = await runRound(
        contender,
        round * CASES,
        round === 0 ? Math.min(20, CASES) : CASES,
        CONCURRENCY,
      );
      if (round > 0) results[index]?.rounds.push(measured);
    }
    if (process.stdout.isTTY) process.stdout.write(`\r  round ${round} of ${ROUNDS}`);
  }
  say();
  return results;
}

async function report(results: readonly Result[], engine: Engine): Promise<void> {
  const rows = await Promise.all(
    results.map(async ({ name, rounds }) => {
      const acts = rounds.flatMap(({ actMs }) => actMs);
      const cost = await meanCost(
        engine.client,
        rounds.flatMap(({ workflowIds }) => workflowIds),
      );
      return {
        name,
        'cases/s': median(rounds.map(({ casesPerSecond }) => casesPerSecond)),
        'act p50 ms': percentile(acts, 50),
        'act p95 ms': percentile(acts, 95),
        'act p99 ms': percentile(acts, 99),
        'events/case': cost.events,
        'actions/case': cost.actions,
        'kB/case': cost.bytes / 1000,
      };
    }),
  );
  const [plain, ...ours] = rows;
  if (plain === undefined) return;
  const columns = Object.keys(plain).filter(
    (column): column is Exclude<keyof typeof plain, 'name'> => column !== 'name',
  );
  say(['', ...columns].map((column) => column.padStart(14)).join(''));
  for (const row of rows)
    say([row.name, ...columns.map((column) => row[column].toFixed(1).padStart(14))].join(''));
  say();
  say('ratios to the plain program, of the medians (pair by pair for cases/s)');
  for (const [index, row] of ours.entries()) {
    const pairs =
      results[0]?.rounds.map(
        (round, n) => (results[index + 1]?.rounds[n]?.casesPerSecond ?? 0) / round.casesPerSecond,
      ) ?? [];
    const ratios = columns.map((column) =>
      column === 'cases/s' ? median(pairs) : row[column] / plain[column],
    );
    say([row.name, ...ratios.map((ratio) => ratio.toFixed(2).padStart(14))].join(''));
  }
  say();
  const [client, http] = ours;
  const pairRatio = (n: number): number =>
    median(
      results[0]?.rounds.map(
        (round, index) => (results[n]?.rounds[index]?.casesPerSecond ?? 0) / round.casesPerSecond,
      ) ?? [],
    );
  if (client === undefined || http === undefined) return;
  require('events per case', client['events/case'] / plain['events/case'], '<=', 0.7);
  require('cases per second by client', pairRatio(1), '>=', 1.2);
  require('cases per second through HTTP', pairRatio(2), '>=', 1.0);
  require("act's p95 through HTTP", http['act p95 ms'] / plain['act p95 ms'], '<=', 1.3);
  require('history, kB a case', client['kB/case'], '<=', 60);
}

function require(what: string, value: number, relation: '<=' | '>=', bound: number): void {
  const met = relation === '<=' ? value <= bound : value >= bound;
  say(`${met ? 'met    ' : 'NOT MET'}  ${what}: ${value.toFixed(2)} (required ${relation} ${bound})`);
  if (!met) process.exitCode = 1;
}

const dataDir = await mkdtemp(join(tmpdir(), 'shenpi-bench-'));
say(`one million due dates of 20 working days: ${millionDueDates().toFixed(2)} s (required < 2)`);
const stack = await startStack({ dataDir, log: () => undefined, env: {} });
const started: ProjectProcess[] = [];
try {
  Object.assign(process.env, { DATABASE_URL: stack.databaseUrl, TEMPORAL_ADDRESS: stack.temporalAddress });
  await migrate(stack.databaseUrl);
  await seedDatabase(stack.databaseUrl);
  const engine = connectEngine();
  await registerSearchAttributes(engine);
  const port = await findPort(3900, 'the API', say);
  const env = { PORT: String(port), SHENPI_DATA_DIR: dataDir, LOG_LEVEL: 'info' };
  started.push(await startProcess('scripts/bench/plain/worker.ts', env, /ready/));
  started.push(await startProcess('worker.ts', env, /worker polls/));
  started.push(await startProcess('api.ts', env, /API answers/));
  const tokens = new Map(
    await Promise.all(BENCH_STAFF.map(async (id) => [id, await mintDevelopmentToken(dataDir, id)] as const)),
  );
  say(`${ROUNDS} rounds of ${CASES} cases, ${CONCURRENCY} at a time`);
  const results = await compete([
    plainProgram(engine.client, 'bench'),
    shenpiByClient(engine, 'bench'),
    shenpiByHttp(`http://127.0.0.1:${port}`, tokens, 'bench'),
  ]);
  await report(results, engine);
  await engine.close();
} finally {
  for (const child of started.reverse()) await child.stop();
  await stack.stop();
  await rm(dataDir, { recursive: true, force: true });
}
