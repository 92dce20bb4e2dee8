import getPort from 'get-port';

/** Ports of a Temporal server of one's own: two test files that prefer the same ones would meet. */
export const freePorts = async (): Promise<{ port: number; uiPort: number }> => ({
  port: await getPort(),
  uiPort: await getPort(),
});
