import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTemporalBinary } from '../embedded/temporal-binary.ts';
import { startCaseLab } from '../test/support/case-lab.ts';
import { SCENARIOS } from '../test/replay/scenarios.ts';

/**
 * `npm run replay:record -- 0.1.0`: plays the scenarios of test/replay and keeps their histories under that version's
 * name. Histories recorded once are never recorded again: they stand for the cases that run.
 */
const version = process.argv[2];
if (version === undefined)
  throw new Error('name the version that the histories stand for: npm run replay:record -- 0.1.0');
const folder = join(import.meta.dirname, '../test/replay/histories');
await mkdir(folder, { recursive: true });
process.env['TEST_TIME_SKIPPING_BINARY'] ??= await findTemporalBinary('temporal-test-server', {
  cacheDir: join(import.meta.dirname, '../.cache/temporal'),
  log: (line) => process.stderr.write(`${line}\n`),
});
const lab = await startCaseLab();
try {
  for (const [name, play] of Object.entries(SCENARIOS)) {
    const subject = await play(lab, `440781-replay-20261124-${name}`);
    const history = await subject.handle.fetchHistory();
    await writeFile(join(folder, `${version}-${name}.json`), `${historyToJSON(history)}\n`, { flag: 'wx' });
    process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
  }
} finally {
  await lab.stop();
}
