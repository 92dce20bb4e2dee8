import { SingleBar } from 'cli-progress';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintDevelopmentToken } from '../api/auth/verifier.ts';
import { dataDirOf, DEFAULT_PORT } from '../config/env.ts';
import type { CaseView } from '../domain/case/view.ts';
import { Hall, Problem, Unreachable } from './demo/hall.ts';
import { play, type Played } from './demo/play.ts';
import { DAY } from './demo/scenarios.ts';
import { table } from './demo/table.ts';

/**
 * `npm run demo`: a day at the hall, through the HTTP API of a running stack (`SHENPI_URL`) and with different people.
 * Some forty cases over all items and ends; some stay open in every stage, so that there is something to look at.
 */

/** Cases at the same time, as at several windows. */
const WINDOWS = 4;
/** How long a stack that is just coming up is waited for. */
const READY_WITHIN_MS = 60_000;

const url = process.env['SHENPI_URL'] ?? `http://localhost:${DEFAULT_PORT}`;
const dataDir = dataDirOf(process.env);

const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Waits until the stack can play. Throws {@link Unreachable} at once when nothing answers. */
async function untilReady(hall: Hall): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { ready, body } = await hall.readiness();
    if (ready) return;
    if (Date.now() > deadline) throw new Error(`${url} answers but is not ready: ${body}`);
    await sleep(1000);
  }
}

async function playTheDay(hall: Hall): Promise<Played[]> {
  const steps = DAY.reduce((total, scenario) => total + 1 + scenario.steps.length, 0);
  const bar = process.stderr.isTTY
    ? new SingleBar({
        format: 'A day at the hall [{bar}] {value}/{total} steps, {eta} s left',
        hideCursor: true,
      })
    : null;
  bar?.start(steps, 0);
  const played: Played[] = [];
  const waiting = DAY.map((scenario, n) => ({ scenario, n })).values();
  let failed = false;
  // The windows draw from one queue; after the first failure nobody is called any more.
  const window = async (): Promise<void> => {
    for (const { scenario, n } of waiting) {
      if (failed) return;
      try {
        played[n] = await play(hall, scenario, n, () => bar?.increment());
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: WINDOWS }, window));
  } finally {
    bar?.stop();
  }
  return played;
}

function waitingWords({ waitingOn }: CaseView): string {
  if (waitingOn === null) return '';
  const { duty, department, staffId } = waitingOn;
  return [duty, department === null ? '' : `of ${department}`, staffId === null ? '' : `(${staffId})`]
    .filter((word) => word !== '')
    .join(' ');
}

/** `3 granted, 1 refused`, in the order of first appearance. */
function counted(names: readonly string[]): string {
  return [...new Set(names)]
    .map((name) => `${names.filter((other) => other === name).length} ${name}`)
    .join(', ');
}

function report(cases: readonly CaseView[], refusals: number, seconds: number): void {
  say();
  say(
    table(
      ['case', 'item', 'stage', 'result', 'waiting on'],
      cases.map((view) => [view.caseNo, view.item.name, view.stage, view.result ?? '', waitingWords(view)]),
    ),
  );
  const closed = cases.filter(({ stage }) => stage === 'closed');
  const open = cases.filter(({ stage }) => stage !== 'closed');
  say();
  say(`${cases.length} cases in ${seconds.toFixed(1)} s.`);
  say(`  closed: ${counted(closed.map(({ result }) => result ?? 'closed'))}`);
  say(`  open: ${counted(open.map(({ stage }) => stage))}`);
  say(`${refusals} attempts that the rules forbid were refused.`);
  const shown =
    cases.find(({ result, item }) => result === 'granted' && item.code === 'food-business') ?? cases[0];
  if (shown === undefined) return;
  const history = `${hall.url}/api/cases/${shown.caseNo}/history`;
  say();
  say(`One case's history: ${history}`);
  say(`  curl -s -H "Authorization: Bearer $(npm run -s token -- coordinator-1)" ${history}`);
  say(`As an engine history, for Temporal's Web UI: ${history}?format=temporal`);
}

/** What to do about a day that could not be played. */
function advice(error: unknown): string {
  if (error instanceof Unreachable)
    return `No hall answers at ${url}. Start it with \`npm start\` in another terminal and run \`npm run demo\` again; where it listens elsewhere, name the address: SHENPI_URL=http://localhost:3001 npm run demo.`;
  if (error instanceof Problem && error.code === 'unauthenticated')
    return `${url} takes no token of this folder (${dataDir}): it was started from another folder, or as production. Run the demo where \`npm start\` runs.`;
  return error instanceof Error ? error.message : String(error);
}

const hall = new Hall(url, (staffId) => mintDevelopmentToken(dataDir, staffId));
try {
  await untilReady(hall);
  const begun = Date.now();
  const played = await playTheDay(hall);
  const seconds = (Date.now() - begun) / 1000;
  const cases = await Promise.all(played.map(({ caseNo }) => hall.read('coordinator-1', caseNo)));
  report(
    cases,
    played.reduce((total, { refusals }) => total + refusals, 0),
    seconds,
  );
} catch (error) {
  process.stderr.write(`${advice(error)}\n`);
  process.exitCode = 1;
}
