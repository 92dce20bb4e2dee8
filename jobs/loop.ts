/** A job that runs again and again until it is stopped. */
export interface Job {
  /** Ends it after the turn that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs `turn` every `everyMs`, never two at once. A turn that fails is told to `onError` and tried again: the database
 * or the engine may be away for a while, the job outlives that.
 */
export function runEvery(everyMs: number, turn: () => Promise<void>, onError: (error: unknown) => void): Job {
  const stopped = new AbortController();
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (stopped.signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, everyMs);
      stopped.signal.addEventListener('abort', done);
    });
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        onError(error);
      }
      await pause();
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped.abort();
      return running;
    },
  };
}
