import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api } from './app.ts';

export interface RunningServer {
  readonly port: number;
  /** Takes no new request, lets those under way finish, at most {@link DRAIN_MS}, then writes what still waits. */
  stop(): Promise<void>;
}

/** Longer than an act may wait for its answer and be stored. */
const DRAIN_MS = 10_000;
const IDLE_CHECK_MS = 100;

/** Serves on `port` (0 takes a free one). Throws when somebody has it. */
export async function serveApi(app: Api, port: number): Promise<RunningServer> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // A connection that was kept alive would hold the end up once its last request is answered.
      const idle = setInterval(() => {
        server.closeIdleConnections();
      }, IDLE_CHECK_MS);
      const giveUp = setTimeout(() => {
        server.closeAllConnections();
      }, DRAIN_MS);
      server.close(() => {
        clearInterval(idle);
        clearTimeout(giveUp);
        resolve();
      });
    });
  let stopping: Promise<void> | null = null;
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => (stopping ??= close().then(() => app.drain())),
  };
}
