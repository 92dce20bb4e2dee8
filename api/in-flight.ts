import { Problem } from './problem.ts';

/** Requests under way by identity and key: the same key twice at the same time is refused, not raced. */
export class InFlight {
  private readonly keys = new Set<string>();

  /** Runs `work` alone under its key; throws 409 `in-progress` while another one runs. */
  async alone<T>(staffId: string, key: string, work: () => Promise<T>): Promise<T> {
    const entry = `${staffId}/${key}`;
    if (this.keys.has(entry)) throw new Problem('in-progress', '同一 Idempotency-Key 的请求正在处理');
    this.keys.add(entry);
    try {
      return await work();
    } finally {
      this.keys.delete(entry);
    }
  }
}
