import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** The six acts after receipt, as plain steps. */
export const PLAIN_STEPS = ['accept', 'propose', 'endorse', 'decide', 'issue', 'deliver'] as const;
export type PlainStep = (typeof PLAIN_STEPS)[number];

interface PlainActivities {
  writeRow(input: { caseNo: string; step: string; by: string; opinion: string }): Promise<void>;
}

const { writeRow } = proxyActivities<PlainActivities>({ startToCloseTimeout: '10 s' });

/**
 * The same case as a competent newcomer to Temporal writes it: an activity a step that writes one row, Updates that
 * answer after their row is written, one deadline timer. No law, no clocks, no duties.
 */
export async function plainCase(input: {
  caseNo: string;
  materials: string[];
  deadlineMs: number;
}): Promise<string> {
  let next = 0;
  let written = 0;
  for (const [index, step] of PLAIN_STEPS.entries()) {
    setHandler(
      defineUpdate<{ step: string }, [{ by: string; opinion: string }]>(step),
      async ({ by, opinion }) => {
        next = index + 1;
        await writeRow({ caseNo: input.caseNo, step, by, opinion });
        written = index + 1;
        return { step };
      },
      {
        validator: ({ by }: { by: string; opinion: string }) => {
          if (by === '' || index !== next) throw new Error(`not now: ${step}`);
        },
      },
    );
  }
  void sleep(input.deadlineMs).catch(() => undefined);
  await writeRow({ caseNo: input.caseNo, step: 'receive', by: 'clerk-1', opinion: '' });
  await condition(() => written === PLAIN_STEPS.length);
  return 'granted';
}
