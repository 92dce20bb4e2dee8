import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the bundle is made of: everything a case's code can reach, and the SDK that carries it. */
const SOURCES = ['workflows', 'domain', 'domain/case'] as const;

async function digestOfSources(): Promise<string> {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as {
    version: string;
  };
  const hash = createHash('sha256').update(version).update(process.version);
  for (const folder of SOURCES) {
    const files = (await readdir(join(ROOT, folder))).filter((file) => file.endsWith('.ts')).sort();
    for (const file of files) hash.update(file).update(await readFile(join(ROOT, folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * The workflows as one bundle, made once for each state of the sources and kept in `cacheDir`: a start then costs
 * milliseconds instead of seconds, and two workers of one checkout run the same code. `log` is told when one is made.
 */
export async function bundleWorkflows(
  cacheDir: string,
  log: (line: string) => void,
): Promise<Pick<WorkflowBundleWithSourceMap, 'code'>> {
  const path = join(cacheDir, `workflows-${await digestOfSources()}.js`);
  try {
    return { code: await readFile(path, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  log('bundling the workflows');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows/index.ts'),
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: (line) => {
        log(line);
      },
      error: (line) => {
        log(line);
      },
    },
  });
  await mkdir(cacheDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, path);
  return { code };
}

const silent = (): void => undefined;
