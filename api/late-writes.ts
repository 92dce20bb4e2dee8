import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../db/client.ts';

const RETRY_MS = 2000;
const MAX_WAITING = 10_000;
/** How long an answer waits for such a row at most. */
const PATIENCE_MS = 1500;

/**
 * Rows that must not hold up or spoil an answer: refusals, and the mark of a queued act. With the database away they
 * wait in memory and are written when it is back, in order.
 */
export class LateWrites {
  private readonly log: Logger;
  private readonly waiting: (() => Promise<unknown>)[] = [];
  private readonly stopped = new AbortController();
  private draining: Promise<void> | null = null;

  constructor(log: Logger) {
    this.log = log;
  }

  /** Writes now, or later when the database is away. Any other failure is logged: the answer stands. */
  async write(row: () => Promise<unknown>): Promise<void> {
    if (this.waiting.length > 0) {
      this.keep(row);
      return;
    }
    // Not told twice: what is slow stays the one attempt, and only when it fails is it tried again.
    const attempt = this.done(row).then((written) => {
      if (!written) this.keep(row);
    });
    const enough = new AbortController();
    await Promise.race([
      attempt,
      delay(PATIENCE_MS, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
  }

  /** Tries what still waits one last time. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.draining;
    for (const [index, row] of this.waiting.entries()) {
      if (await this.done(row)) continue;
      this.log.error({ rows: this.waiting.length - index }, 'the database is away: rows are lost at the end');
      return;
    }
  }

  private keep(row: () => Promise<unknown>): void {
    if (this.waiting.length >= MAX_WAITING) {
      this.log.error('too many rows wait for the database: one is lost');
      return;
    }
    this.waiting.push(row);
    this.draining ??= this.drain();
  }

  private async done(row: () => Promise<unknown>): Promise<boolean> {
    try {
      await row();
      return true;
    } catch (error) {
      if (isDatabaseAway(error)) return false;
      this.log.error({ err: error }, 'a row could not be written');
      return true;
    }
  }

  private async drain(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const first = this.waiting[0];
      if (first === undefined) break;
      if (await this.done(first)) this.waiting.shift();
      else
        await delay(RETRY_MS, undefined, { signal: this.stopped.signal, ref: false }).catch(() => undefined);
    }
    this.draining = null;
  }
}
