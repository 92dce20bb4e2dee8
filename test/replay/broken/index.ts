import { sleep } from '@temporalio/workflow';
import { approvalCase as theCase } from '../../../workflows/approval-case.ts';
import type { CaseInput } from '../../../workflows/messages.ts';

/** What must never be done to a case that runs: a timer more, without a patch. The replay test proves that it is seen. */
export async function approvalCase(input: CaseInput): Promise<string | null> {
  await sleep(1000);
  return theCase(input);
}
