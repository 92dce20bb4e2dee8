import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface RunningServer {
  readonly port: number;
  /** Takes no new request, lets those under way finish, at most {@link DRAIN_MS}. */
  stop(): Promise<void>;
}

/** Longer than an act may wait for its answer and be stored. */
const DRAIN_MS = 10_000;

/** Serves on `port` (0 takes a free one). Throws when somebody has it. */
export async function serveApi(app: Express, port: number): Promise<RunningServer> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  let stopping: Promise<void> | null = null;
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      (stopping ??= new Promise((resolve) => {
        const giveUp = setTimeout(() => {
          server.closeAllConnections();
        }, DRAIN_MS);
        server.close(() => {
          clearTimeout(giveUp);
          resolve();
        });
        server.closeIdleConnections();
      })),
  };
}
