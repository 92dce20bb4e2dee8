import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer fits, a few times a second; fails with the last answer after `withinMs`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > until)
      throw new Error(`did not come about in ${withinMs} ms: ${JSON.stringify(answer).slice(0, 500)}`);
    await delay(250);
  }
}
