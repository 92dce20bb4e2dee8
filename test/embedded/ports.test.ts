import getPort from 'get-port';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findPort } from '../../embedded/ports.ts';

test('the preferred port when it is free, silently and every time', async () => {
  const preferred = await getPort({ host: '127.0.0.1' });
  const lines: string[] = [];
  for (let again = 0; again < 2; again++)
    await expect(findPort(preferred, 'Postgres', (line) => lines.push(line))).resolves.toBe(preferred);
  expect(lines).toEqual([]);
});

test('another one when it is taken, and that is said', async () => {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  try {
    const { port: taken } = holder.address() as { port: number };
    const lines: string[] = [];
    const port = await findPort(taken, 'Postgres', (line) => lines.push(line));
    expect(port).not.toBe(taken);
    expect(lines).toEqual([`Port ${taken} is taken: Postgres gets ${port}`]);
  } finally {
    await new Promise((done) => holder.close(done));
  }
});
