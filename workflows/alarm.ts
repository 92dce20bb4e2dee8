import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One durable timer on the nearest due instant (decision 7). It is armed again only when that instant becomes
 * earlier; a wake that comes too early just looks again. So an act that moves deadlines later costs no event.
 */
export class Alarm {
  private armedFor: number | null = null;
  private scope: CancellationScope | null = null;
  private readonly ring: () => void;

  constructor(ring: () => void) {
    this.ring = ring;
  }

  /**
   * `at` in milliseconds since the epoch, null when nothing is waited for (a timer still set is left to lapse);
   * `what` falls due, for whoever reads the history.
   */
  setFor(at: number | null, what: string): void {
    if (at === null || (this.armedFor !== null && this.armedFor <= at)) return;
    this.scope?.cancel();
    const scope = new CancellationScope();
    this.scope = scope;
    this.armedFor = at;
    scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary: what }))
      .then(
        () => {
          this.armedFor = null;
          this.scope = null;
          this.ring();
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
}
