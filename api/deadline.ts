import { isDatabaseAway } from '../db/client.ts';

/** How long a read that a cache could stand in for may take before the database counts as away. */
const PATIENCE_MS = 1500;

/** The database did not answer in time: as good as away. */
export class DatabaseSlowError extends Error {
  override readonly name = 'DatabaseSlowError';
}

/** `work`, but never longer than the patience for something that a cache can stand in for. */
export async function soon<T>(work: Promise<T>, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DatabaseSlowError(`no answer in ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const isAway = (error: unknown): boolean =>
  error instanceof DatabaseSlowError || isDatabaseAway(error);
