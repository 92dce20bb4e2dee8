import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isAway, soon } from './deadline.ts';

const RETRY_MS = 2000;
const MAX_WAITING = 10_000;

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
    if (this.waiting.length === 0 && (await this.done(row))) return;
    if (this.waiting.length >= MAX_WAITING) {
      this.log.error('too many rows wait for the database: one is lost');
      return;
    }
    this.waiting.push(row);
    this.draining ??= this.drain();
  }

  /** Tries what still waits one last time. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.draining;
    for (const row of this.waiting.splice(0))
      if (!(await this.done(row))) this.log.error('a row was lost at the end');
  }

  private async done(row: () => Promise<unknown>): Promise<boolean> {
    try {
      await soon(row());
      return true;
    } catch (error) {
      if (isAway(error)) return false;
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
