import getPort from 'get-port';
import { createServer } from 'node:net';
import type { Log } from './log.ts';

/**
 * The preferred port if nobody has it, or else any free one, and says so.
 *
 * Nothing is reserved: between the answer and the server's own bind another process may still come first, which then
 * shows as that server's start failing.
 *
 * @param what whose port it is, for the line in the log
 */
export async function findPort(
  preferred: number,
  what: string,
  log: Log,
  host = '127.0.0.1',
): Promise<number> {
  // Asked here rather than of get-port, which for half a minute calls a port taken that it gave out itself.
  if (await isFree(preferred, host)) return preferred;
  const port = await getPort({ host });
  log(`Port ${preferred} is taken: ${what} gets ${port}`);
  return port;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
