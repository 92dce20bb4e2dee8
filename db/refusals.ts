import type { RejectionCode } from '../domain/rejection.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './client.ts';
import { refusals } from './schema.ts';

/** An act that was refused before it reached a case's history; nothing of what it said. */
export interface Refusal {
  readonly caseNo: string | null;
  readonly at: Instant;
  readonly staffId: string | null;
  readonly act: string | null;
  readonly code: RejectionCode;
  readonly message: string;
  readonly actionId: string | null;
  readonly requestId: string | null;
}

/** Puts a refusal on record (decision 4). */
export async function recordRefusal({ orm }: Database, refusal: Refusal): Promise<void> {
  await orm.insert(refusals).values(refusal);
}
