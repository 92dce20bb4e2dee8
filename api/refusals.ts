import { recordRefusal } from '../db/refusals.ts';
import { instantOf } from '../domain/time.ts';
import type { ApiContext } from './context.ts';
import type { Problem } from './problem.ts';

/** What was refused, and to whom. */
export interface RefusedAct {
  readonly caseNo: string | null;
  readonly staffId: string;
  readonly act: string;
  readonly actionId: string | null;
  readonly requestId: string;
}

/**
 * Puts a refusal on record (decision 4): an Update that its validator refuses leaves nothing in the history. Never
 * changes the answer; with the database away it is written later.
 */
export const record = (
  api: ApiContext,
  refused: RefusedAct,
  { code, message }: Pick<Problem, 'code' | 'message'>,
): Promise<void> =>
  api.late.write(() => recordRefusal(api.db, { ...refused, at: instantOf(Date.now()), code, message }));
