import { proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { Applicant } from '../domain/applicant.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import type { Instant } from '../domain/time.ts';
import type { CarriedCase, CaseActivities, CaseSnapshot, Projected } from './messages.ts';

/**
 * A local activity: fewer events and round trips than a normal one. It never gives up, since the read model must have
 * all of a case before it ends; past a second of local tries the server's timer waits, so that acts are answered while
 * the database is away (measured: the first waits a second and a half, the next ones 20 ms).
 */
const { projectCase } = proxyLocalActivities<CaseActivities>({
  startToCloseTimeout: '2 s',
  localRetryThreshold: '1 s',
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '30 s' },
});

/** More events than any other task of a case needs, fewer than would fill the input of an activity. */
const MAX_BATCH = 500;

/** How the case looks at the moment of writing. */
interface Present {
  readonly snapshot: CaseSnapshot;
  readonly applicant: Applicant;
  readonly dueAt: Instant | null;
}

/** The one writer of a case's read model (decision 11): what piles up while it writes goes out in one later write. */
export class Projector {
  projected: Projected;
  private pending: CaseEvent[];
  private writing: readonly CaseEvent[] = [];
  private readonly run: number;
  private readonly present: () => Present;

  constructor(run: number, carried: CarriedCase | undefined, present: () => Present) {
    this.run = run;
    this.projected = carried?.projected ?? { revision: 0, hash: '' };
    this.pending = [...(carried?.pending ?? [])];
    this.present = present;
  }

  get idle(): boolean {
    return this.writing.length === 0 && this.pending.length === 0;
  }

  /** Events that no write has confirmed. */
  get unwritten(): readonly CaseEvent[] {
    return [...this.writing, ...this.pending];
  }

  add(events: readonly CaseEvent[]): void {
    this.pending.push(...events);
    if (this.writing.length === 0 && this.pending.length > 0) void this.write();
  }

  private async write(): Promise<void> {
    while (this.pending.length > 0) {
      this.writing = this.pending.splice(0, MAX_BATCH);
      const { snapshot, applicant, dueAt } = this.present();
      this.projected = await projectCase({
        fence: this.run * 1_000_000_000 + workflowInfo().historyLength,
        attemptAt: Date.now(),
        confirmed: this.projected.revision,
        snapshot,
        applicant,
        events: this.writing,
        previousHash: this.projected.hash,
        dueAt,
      });
      this.writing = [];
    }
  }
}
