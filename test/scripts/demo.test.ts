import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { isIdNumberOf, isResidentId } from '../../domain/applicant.ts';
import { Hall, Unreachable } from '../../scripts/demo/hall.ts';
import { applicantOf } from '../../scripts/demo/identity.ts';
import { DAY } from '../../scripts/demo/scenarios.ts';
import { table } from '../../scripts/demo/table.ts';

const NUMBERS = Array.from({ length: 200 }, (_, n) => n);

describe('the people of the demo', () => {
  it.each(['person', 'enterprise', 'other'] as const)(
    '%s: numbers that pass their checks, each once',
    (kind) => {
      const applicants = NUMBERS.map((n) => applicantOf(kind, n));
      for (const { idNumber, agent } of applicants) {
        expect(isIdNumberOf(kind, idNumber)).toBe(true);
        if (agent !== undefined) expect(isResidentId(agent.idNumber)).toBe(true);
      }
      expect(new Set(applicants.map(({ idNumber }) => idNumber)).size).toBe(NUMBERS.length);
    },
  );
});

describe('the day of the demo', () => {
  it('has some forty cases', () => {
    expect(DAY.length).toBeGreaterThanOrEqual(40);
  });

  it('comes to every item of the catalogue, and only for those it serves', () => {
    expect(new Set(DAY.map(({ item }) => item))).toEqual(new Set(EMBEDDED_ITEMS.map(({ code }) => code)));
    for (const { item, kind } of DAY)
      expect(EMBEDDED_ITEMS.find(({ code }) => code === item)?.serves).toContain(kind);
  });
});

describe('the table of the demo', () => {
  it('aligns columns after Chinese text', () => {
    const lines = table(
      ['item', 'stage'],
      [
        ['取水许可', 'closed'],
        ['a', 'received'],
      ],
    ).split('\n');
    expect(lines).toEqual([
      'item      stage',
      '────────  ────────',
      '取水许可  closed',
      'a         received',
    ]);
  });
});

/** A hall of a few prepared answers, each used once; keeps what it was asked. */
async function withAnswers(
  answers: readonly (readonly [status: number, body: unknown])[],
  visit: (hall: Hall) => Promise<void>,
): Promise<readonly { readonly line: string; readonly key: string | undefined }[]> {
  const asked: { line: string; key: string | undefined }[] = [];
  const left = [...answers];
  const server = createServer((request, response) => {
    const key = request.headers['idempotency-key'];
    asked.push({
      line: `${request.method ?? ''} ${request.url ?? ''}`,
      key: typeof key === 'string' ? key : undefined,
    });
    const [status, body] = left.shift() ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    await visit(new Hall(`http://127.0.0.1:${port}/`, (staffId) => Promise.resolve(`token of ${staffId}`)));
  } finally {
    await new Promise((done) => server.close(done));
  }
  return asked;
}

describe('the client of the demo', () => {
  it('sends again under the same key while the hall is short of something', async () => {
    const applied = { action: { id: 'a', status: 'applied' }, case: { caseNo: 'c' } };
    const asked = await withAnswers(
      [
        [503, { code: 'unavailable' }],
        [409, { code: 'in-progress' }],
        [200, applied],
      ],
      async (hall) => {
        expect(await hall.act('clerk-1', 'c', { type: 'accept' })).toEqual({
          actionId: 'a',
          view: { caseNo: 'c' },
        });
      },
    );
    expect(asked).toHaveLength(3);
    expect(asked[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
  });

  it('follows a queued act to its end', async () => {
    const queued = { id: 'a', status: 'queued' };
    const asked = await withAnswers(
      [
        [202, { action: queued }],
        [200, queued],
        [200, { id: 'a', status: 'applied' }],
        [200, { caseNo: 'c' }],
      ],
      async (hall) => {
        expect(await hall.act('clerk-1', 'c', { type: 'accept' })).toEqual({
          actionId: 'a',
          view: { caseNo: 'c' },
        });
      },
    );
    expect(asked.map(({ line }) => line)).toEqual([
      'POST /api/cases/c/actions',
      'GET /api/cases/c/actions/a',
      'GET /api/cases/c/actions/a',
      'GET /api/cases/c',
    ]);
  });

  it('tells why a queued act was rejected', async () => {
    const rejected = {
      id: 'a',
      status: 'rejected',
      problem: { code: 'not-allowed-now', detail: '当前环节' },
    };
    await withAnswers(
      [
        [202, { action: { id: 'a', status: 'queued' } }],
        [200, rejected],
      ],
      async (hall) => {
        await expect(hall.act('clerk-1', 'c', { type: 'accept' })).rejects.toMatchObject({
          code: 'not-allowed-now',
        });
      },
    );
  });

  it('does not repeat what was refused', async () => {
    const asked = await withAnswers(
      [[403, { code: 'duty-separation', detail: '受审分离' }]],
      async (hall) => {
        await expect(hall.act('market-double', 'c', { type: 'accept' })).rejects.toMatchObject({
          status: 403,
          code: 'duty-separation',
        });
      },
    );
    expect(asked).toHaveLength(1);
  });

  it('knows when nobody answers', async () => {
    let closed: Hall | undefined;
    await withAnswers([], (hall) => {
      closed = hall;
      return Promise.resolve();
    });
    await expect(closed?.readiness()).rejects.toBeInstanceOf(Unreachable);
  });
});
