import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../embedded/postgres.ts';
import { findTemporalBinary } from '../../embedded/temporal-binary.ts';

/**
 * What every test file may count on: a real Postgres at TEST_POSTGRES_URL, and the programs of Temporal in the
 * project's cache. Each file starts the Temporal server it needs: that takes a quarter of a second.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const cacheDir = join(import.meta.dirname, '../../.cache/temporal');
  const log = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  process.env['TEST_TIME_SKIPPING_BINARY'] = await findTemporalBinary('temporal-test-server', {
    cacheDir,
    log,
  });
  process.env['TEST_TEMPORAL_BINARY'] = await findTemporalBinary('temporal', { cacheDir, log });
  const folder = await mkdtemp(join(tmpdir(), 'shenpi-test-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log: () => undefined });
  process.env['TEST_POSTGRES_URL'] = postgres.url;
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
