import type { Client } from '@temporalio/client';

/** One way of running the same seven steps. */
export interface Contender {
  readonly name: string;
  /** Runs one whole case; answers the milliseconds of each act and the workflow's id. */
  runCase(n: number): Promise<{ actMs: number[]; workflowId: string }>;
}

export interface Round {
  readonly casesPerSecond: number;
  readonly actMs: number[];
  readonly workflowIds: string[];
}

/** Runs `cases` cases, `concurrency` at a time, and times the whole. */
export async function runRound(
  contender: Contender,
  from: number,
  cases: number,
  concurrency: number,
): Promise<Round> {
  const actMs: number[] = [];
  const workflowIds: string[] = [];
  let next = 0;
  const begun = performance.now();
  const lane = async (): Promise<void> => {
    while (next < cases) {
      const n = from + (next += 1);
      const done = await contender.runCase(n);
      actMs.push(...done.actMs);
      workflowIds.push(done.workflowId);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { casesPerSecond: (cases * 1000) / (performance.now() - begun), actMs, workflowIds };
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** Times `step` and keeps the length in `into`, in milliseconds. */
export async function timed<T>(into: number[], step: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await step();
  into.push(performance.now() - begun);
  return result;
}

export interface HistoryCost {
  readonly events: number;
  readonly bytes: number;
  /** What a hosted Temporal bills: starts, updates, signals, activities, timers, markers, index writes. */
  readonly actions: number;
}

/** Event types of the server's history that count as an action. */
const BILLED: Readonly<Record<number, number>> = {
  1: 1, // WORKFLOW_EXECUTION_STARTED
  10: 1, // ACTIVITY_TASK_SCHEDULED
  17: 1, // TIMER_STARTED
  25: 1, // MARKER_RECORDED: the local activities of one task
  26: 1, // WORKFLOW_EXECUTION_SIGNALED
  38: 1, // UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
  41: 1, // WORKFLOW_EXECUTION_UPDATE_ACCEPTED
};

/** How many finished cases are looked at, evenly spread over all. */
const SAMPLE = 40;

/** What a finished case has cost the server, in the mean. */
export async function meanCost(client: Client, workflowIds: readonly string[]): Promise<HistoryCost> {
  const step = Math.max(1, Math.floor(workflowIds.length / SAMPLE));
  const costs: HistoryCost[] = [];
  for (let n = 0; n < workflowIds.length; n += step)
    costs.push(await historyCost(client, workflowIds[n] ?? ''));
  const mean = (what: keyof HistoryCost): number =>
    costs.reduce((sum, cost) => sum + cost[what], 0) / costs.length;
  return { events: mean('events'), bytes: mean('bytes'), actions: mean('actions') };
}

async function historyCost(client: Client, workflowId: string): Promise<HistoryCost> {
  const handle = client.workflow.getHandle(workflowId);
  const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const events = history.events ?? [];
  return {
    events: events.length,
    bytes: description.historySize ?? 0,
    actions: events.reduce((sum, event) => sum + (BILLED[event.eventType ?? 0] ?? 0), 0),
  };
}
