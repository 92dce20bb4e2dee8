import { bundleWorkflowCode, Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWorkflows } from '../../worker/bundle.ts';

const HISTORIES = join(import.meta.dirname, 'histories');
const recorded = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'));
const read = (file: string): unknown => JSON.parse(readFileSync(join(HISTORIES, file), 'utf8'));

describe('recorded histories', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    bundle = await bundleWorkflows(join(import.meta.dirname, '../../.cache/bundle'), () => undefined);
  });

  it('are there', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(5);
  });

  it.each(recorded)('%s replays on the code of today', async (file) => {
    await Worker.runReplayHistory({ workflowBundle: bundle }, read(file));
  });
});

describe('a change that breaks running cases', () => {
  it('is seen: every recorded history refuses it', async () => {
    const broken = await bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, 'broken/index.ts') });
    for (const file of recorded)
      await expect(Worker.runReplayHistory({ workflowBundle: broken }, read(file))).rejects.toThrow(
        DeterminismViolationError,
      );
  });
});
