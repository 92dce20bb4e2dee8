import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemBody } from '../../api/problem.ts';
import { PERSON, application } from './support/applicants.ts';
import { startEdgeApp, type EdgeApp } from './support/edge-app.ts';

let app: EdgeApp;
beforeAll(async () => {
  app = await startEdgeApp();
});
afterAll(() => app.stop());

const CASE = '440781-market-20261124-0001';
const problem = async (response: Response): Promise<ProblemBody> => {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await response.json()) as ProblemBody;
  expect(body).toMatchObject({ status: response.status, type: `urn:shenpi:problem:${body.code}` });
  expect(body.title).not.toBe('');
  expect(body.requestId).toBe(response.headers.get('x-request-id'));
  return body;
};
const asClerk = async (headers: Record<string, string> = {}): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await app.token('clerk-1')}`,
  'content-type': 'application/json',
  'idempotency-key': randomUUID(),
  ...headers,
});

describe('what the edge refuses', () => {
  it.each([
    ['a body that is no JSON', '{"itemCode":', {}, 400, 'bad-request'],
    ['no body', undefined, {}, 422, 'invalid'],
    ['a bare value', '"text"', {}, 400, 'bad-request'],
    ['a key of spaces', '{}', { 'idempotency-key': 'a b' }, 400, 'bad-request'],
    ['a key without end', '{}', { 'idempotency-key': 'k'.repeat(201) }, 400, 'bad-request'],
    [
      'another media type',
      'itemCode=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=gbk' },
      415,
      'unsupported-media-type',
    ],
    ['a compression nobody knows', '{}', { 'content-encoding': 'zip' }, 415, 'unsupported-media-type'],
    ['3 MiB', `{"a":"${'x'.repeat(3 * 1024 * 1024)}"}`, {}, 413, 'payload-too-large'],
    ['an empty object', '{}', {}, 422, 'invalid'],
    ['a list', '[]', {}, 422, 'invalid'],
    ['a list without end', '['.repeat(300_000), {}, 400, 'bad-request'],
    ['lists in lists', '['.repeat(300_000) + ']'.repeat(300_000), {}, 422, 'invalid'],
    ['a prototype', '{"type":"accept","__proto__":{"itemCode":"x"}}', {}, 422, 'invalid'],
  ])('%s', async (_name, body, headers, status, code) => {
    for (const path of ['/api/cases', `/api/cases/${CASE}/actions`]) {
      const response = await app.send('POST', path, {
        headers: await asClerk(headers),
        ...(body === undefined ? {} : { body }),
      });
      expect([response.status, (await problem(response)).code]).toEqual([status, code]);
    }
  });

  it('an act without a key', async () => {
    const headers = new Headers(await asClerk());
    headers.delete('idempotency-key');
    const response = await app.send('POST', `/api/cases/${CASE}/actions`, {
      headers,
      body: '{"type":"accept"}',
    });
    expect([response.status, (await problem(response)).code]).toEqual([400, 'bad-request']);
  });

  it.each([
    ['GET', '/nowhere', 404, 'not-found'],
    ['GET', '/api/nowhere', 404, 'not-found'],
    ['POST', '/api/nowhere', 404, 'not-found'],
    ['PUT', '/api/worklists', 404, 'not-found'],
    ['GET', '/api/cases/%E0%A4%A', 400, 'bad-request'],
    ['GET', '/api/cases/..%2f..%2fetc', 404, 'not-found'],
    ['GET', '/api/cases/440781-market-20261124-0001%00', 404, 'not-found'],
    ['DELETE', '/api/cases', 405, 'method-not-allowed'],
    ['PATCH', `/api/cases/${CASE}`, 405, 'method-not-allowed'],
    ['GET', `/api/cases/${CASE}/actions`, 405, 'method-not-allowed'],
    ['POST', '/api/items', 405, 'method-not-allowed'],
    ['PUT', '/api/worklist', 405, 'method-not-allowed'],
    ['POST', '/healthz', 405, 'method-not-allowed'],
    ['GET', '/api/calendar/1899', 404, 'not-found'],
    ['GET', '/api/items/no-such-item', 404, 'not-found'],
    ['GET', '/api/cases?limit=1000', 422, 'invalid'],
    ['GET', '/api/cases?stage=received&stage=closed', 422, 'invalid'],
    ['GET', '/api/cases?nonsense=1', 422, 'invalid'],
    ['GET', '/api/cases?dueBefore=2026-02-30', 422, 'invalid'],
  ])('%s %s', async (method, path, status, code) => {
    const response = await app.send(method, path, {
      headers: { authorization: `Bearer ${await app.token('clerk-1')}` },
    });
    expect([response.status, (await problem(response)).code]).toEqual([status, code]);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/GET|POST/);
  });

  it('whoever cannot say who they are', async () => {
    const token = await app.token('clerk-1');
    const [head, body, signature] = token.split('.') as [string, string, string];
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer x',
      `Basic ${token}`,
      `Bearer ${head}.${body}.${'A'.repeat(signature.length)}`,
      `Bearer ${none}`,
      `Bearer ${token}${'x'.repeat(9000)}`,
    ]) {
      for (const path of ['/api/cases', `/api/cases/${CASE}`, '/api/worklist', '/api/calendar/2026']) {
        const response = await app.send('GET', path, {
          headers: authorization === undefined ? {} : { authorization },
        });
        expect([response.status, (await problem(response)).code]).toEqual([401, 'unauthenticated']);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    }
    const large = await app.send('POST', '/api/cases', {
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(10),
    });
    expect(large.status).toBe(401);
  });

  it('an account that the register does not have, or has no more', async () => {
    await app.db.sql`update staff set status = 'suspended' where staff_id = 'clerk-2'`;
    for (const staffId of ['ghost-1', 'clerk-2']) {
      expect((await app.as(staffId).get('/api/worklist')).body['code']).toBe('forbidden');
      expect((await app.as(staffId).receive(application())).body.code).toBe('forbidden');
    }
  });
});

describe('texts', () => {
  const name = async (text: string): Promise<number> =>
    (await app.as('clerk-1').receive(application('food-business', { applicant: { ...PERSON, name: text } })))
      .status;

  it.each(['', '   ', 'a\u0000b', 'a\u0007b', 'a\nb', 'a\u009fb', 'a\u2028b', '\ud800', 'x'.repeat(101)])(
    'refuse %j as a name',
    async (text) => {
      expect(await name(text)).toBe(422);
    },
  );

  it('name the field that is wrong', async () => {
    const wrong = {
      ...application(),
      materials: [{ code: '', copies: 0 }],
      applicant: { ...PERSON, phone: 'call me', extra: 1 },
    };
    const { body } = await app.as('clerk-1').receive(wrong);
    const paths = (body as unknown as ProblemBody).errors?.map(({ path }) => path);
    expect(paths?.sort()).toEqual([
      'applicant.extra',
      'applicant.phone',
      'materials.0.code',
      'materials.0.copies',
    ]);
  });

  it('of several lines may have line breaks and tabs', async () => {
    const note = async (text: string): Promise<string | undefined> =>
      (await app.as('clerk-1').act(CASE, { type: 'note', text })).body.code;
    expect(await note('一\n\t二')).toBe('unavailable'); // well formed: the case would be asked, were Temporal there
    expect(await note('一\r二')).toBe('invalid');
    expect(await note('一\u0000二')).toBe('invalid');
  });
});

describe('with Temporal away', () => {
  it('an application keeps its number under its key', async () => {
    const key = randomUUID();
    const clerk = app.as('clerk-1');
    const first = await clerk.receive(application(), key);
    expect([first.status, first.body.code]).toEqual([503, 'unavailable']);
    expect(first.headers.get('retry-after')).toBe('5');
    const again = await clerk.receive(application(), key);
    expect(again.status).toBe(503);
    const rows = await app.db.sql`select case_no, state from intakes where idempotency_key = ${key}`;
    expect(rows).toHaveLength(1);
    expect((await clerk.receive(application('food-business', { projectCode: 'P' }), key)).body.code).toBe(
      'idempotency-mismatch',
    );
    expect(await app.db.sql`select 1 from cases`).toHaveLength(0);
  });

  it('readyz says what is missing', async () => {
    const response = await app.send('GET', '/readyz');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await response.json()).toMatchObject({
      code: 'unavailable',
      checks: { database: true, temporal: false, worker: false },
      missing: ['temporal', 'worker'],
    });
    expect((await app.send('GET', '/healthz')).status).toBe(200);
  });
});

describe('what needs no token', () => {
  it('the catalogue', async () => {
    const { status, body } = await app.as().get<{ items: { code: string }[] }>('/api/items');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(13);
    const { body: item } = await app.as().get('/api/items/food-business');
    expect(item).toMatchObject({
      code: 'food-business',
      version: 1,
      department: 'market',
      kind: 'promised',
      serves: ['person', 'enterprise'],
      statutory: { n: 20, unit: 'WD' },
      promised: { n: 8, unit: 'WD' },
      fee: null,
    });
  });

  it('the document, which names every path of the contract', async () => {
    const { body } = await app
      .as()
      .get<{ openapi: string; paths: Record<string, object>; components: { schemas: object } }>(
        '/api/openapi.json',
      );
    expect(body.openapi).toBe('3.1.0');
    expect(
      Object.entries(body.paths)
        .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
        .sort(),
    ).toEqual([
      'get /api/calendar/{year}',
      'get /api/cases',
      'get /api/cases/{caseNo}',
      'get /api/cases/{caseNo}/actions/{id}',
      'get /api/cases/{caseNo}/applicant',
      'get /api/cases/{caseNo}/history',
      'get /api/cases/{caseNo}/notices',
      'get /api/cases/{caseNo}/notices/{id}',
      'get /api/items',
      'get /api/items/{code}',
      'get /api/worklist',
      'get /healthz',
      'get /metrics',
      'get /readyz',
      'post /api/cases',
      'post /api/cases/{caseNo}/actions',
    ]);
    const references = JSON.stringify(body).match(/"#\/components\/schemas\/([^"]+)"/g) ?? [];
    for (const reference of references)
      expect(body.components.schemas).toHaveProperty(reference.slice(22, -1));
  });

  it('the page that shows it, without inline script', async () => {
    const home = await app.send('GET', '/');
    expect([home.status, home.headers.get('location')]).toEqual([302, '/api/docs']);
    const page = await app.send('GET', '/api/docs');
    const html = await page.text();
    expect(html).not.toMatch(/<script>|onload=/);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    for (const [, asset] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const response = await app.send('GET', asset ?? '');
      expect([asset, response.status]).toEqual([asset, 200]);
      await response.arrayBuffer();
    }
  });
});

describe('what every answer carries', () => {
  it('a request id, the caller’s own where it is usable', async () => {
    const given = await app.send('GET', '/healthz', { headers: { 'x-request-id': 'trace-1' } });
    expect(given.headers.get('x-request-id')).toBe('trace-1');
    const unusable = await app.send('GET', '/healthz', { headers: { 'x-request-id': 'a b"c' } });
    expect(unusable.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a calendar year, official or provisional', async () => {
    const clerk = app.as('clerk-1');
    expect((await clerk.get('/api/calendar/2026')).body).toMatchObject({ year: 2026, status: 'official' });
    expect((await clerk.get('/api/calendar/2027')).body).toMatchObject({
      year: 2027,
      version: 0,
      status: 'provisional',
      work: [],
    });
    expect((await clerk.get('/api/calendar/2031')).body).toMatchObject({
      year: 2031,
      version: 0,
      status: 'provisional',
    });
  });

  it('nothing personal in the log, and no token', async () => {
    const token = await app.token('clerk-1');
    await app.as('clerk-1').receive(application());
    await app.send('GET', `/api/cases?q=${encodeURIComponent(PERSON.name)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const log = app.lines.join('');
    expect(log).toContain('"path":"/api/cases"');
    expect(log).toContain('"staffId":"clerk-1"');
    for (const secret of [
      PERSON.name,
      encodeURIComponent(PERSON.name),
      PERSON.idNumber,
      PERSON.phone,
      token,
      'Bearer',
    ])
      expect(log).not.toContain(secret);
  });

  it('metrics by route, never by path', async () => {
    await app.as('clerk-1').get(`/api/cases/${CASE}`);
    await app.as('clerk-1').get('/api/elsewhere/1');
    const text = await (await app.send('GET', '/metrics')).text();
    expect(text).toContain('shenpi_http_request_seconds_bucket');
    expect(text).toContain('route="/api/cases/{caseNo}",status="404"');
    expect(text).toContain('route="none",status="404"');
    expect(text).not.toContain('elsewhere');
    expect(text).not.toContain(CASE);
  });
});
