import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../db/hash.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { PERSON } from './support/applicants.ts';
import { advanced, received } from './support/cases.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('records', () => {
  it('show a history whose chain can be checked', async () => {
    const { caseNo } = await advanced(app, 6);
    const { body } = await app
      .as('coordinator-1')
      .get<{ events: Record<string, unknown>[] }>(`/api/cases/${caseNo}/history`);
    expect(body.events.map((event) => event['type'])).toEqual([
      'received',
      'accept',
      'noticeIssued',
      'propose',
      'endorse',
      'decide',
      'noticeIssued',
      'issue',
      'deliver',
    ]);
    let previous = '';
    for (const { hash, previousHash, ...event } of body.events) {
      expect(previousHash).toBe(previous);
      expect(
        createHash('sha256')
          .update(canonicalJson({ ...event, previousHash }))
          .digest('hex'),
      ).toBe(hash);
      previous = hash as string;
    }
  });

  it('show the engine’s history without personal data', async () => {
    const { caseNo } = await received(app);
    await app.as('clerk-1').act(caseNo, {
      type: 'correct',
      changes: [{ path: 'applicant.phone', from: PERSON.phone, to: '13900139000' }],
    });
    const { status, body } = await app
      .as('coordinator-1')
      .get<{ events: unknown[] }>(`/api/cases/${caseNo}/history?format=temporal`);
    expect(status).toBe(200);
    expect(body.events.length).toBeGreaterThan(3);
    const payloads = JSON.stringify(body).match(/"data":"[^"]*"/g) ?? [];
    const clear = payloads
      .map((text) => Buffer.from(text.slice(8, -1), 'base64').toString('utf8'))
      .join('\n');
    expect(clear).toContain('food-business');
    for (const secret of [PERSON.name, PERSON.idNumber, PERSON.phone, '13900139000'])
      expect(clear).not.toContain(secret);
    expect((await app.as('clerk-1').get(`/api/cases/${caseNo}/history?format=tape`)).body['code']).toBe(
      'invalid',
    );
  });

  it('print notices, in clear only for the window and the applicant', async () => {
    const { caseNo } = await advanced(app, 1);
    const path = `/api/cases/${caseNo}/notices`;
    const { body } = await app.as('clerk-1').get<{ notices: { id: string; kind: string }[] }>(path);
    expect(body.notices.map(({ kind }) => kind)).toEqual(['acceptance']);
    const one = `${path}/${body.notices[0]!.id}`;
    const printed = await app.as('clerk-1').get<string>(one, { accept: 'text/html' });
    expect(printed.headers.get('content-type')).toContain('text/html');
    expect(printed.body).toContain('受理通知书');
    expect(printed.body).toContain(PERSON.name);
    expect(printed.body).not.toContain(PERSON.idNumber);
    const masked = await app.as('market-chief').get<string>(one, { accept: 'text/html' });
    expect(masked.body).not.toContain(PERSON.name);
    const pdf = await app.as('clerk-1').get(one, { accept: 'application/pdf' });
    expect([pdf.status, pdf.body['code']]).toEqual([406, 'not-acceptable']);
    expect((await app.as('clerk-1').get(one, { accept: 'application/json' })).body).toMatchObject({
      kind: 'acceptance',
      revoked: false,
    });
  });
});

describe('lists', () => {
  it('page without repeating or skipping', async () => {
    for (let i = 0; i < 5; i += 1) await received(app, { projectCode: `PAGE-${i}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { items: CaseView[]; nextCursor: string | null } } = await app
        .as('coordinator-1')
        .get(`/api/cases?sort=caseNo&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ caseNo }) => caseNo));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([...new Set(seen)].sort());
    const [row] = await app.db.sql<{ n: number }[]>`select count(*)::int as n from cases`;
    expect(seen.length).toBe(row!.n);
    expect((await app.as('clerk-1').get('/api/cases?cursor=bm90LWEtY3Vyc29y')).body['code']).toBe('invalid');
    expect((await app.as('clerk-1').get('/api/cases?limit=0')).body['code']).toBe('invalid');
    expect((await app.as('clerk-1').get('/api/cases?stage=limbo')).body['code']).toBe('invalid');
  });

  it('show only what the caller may read', async () => {
    await received(app);
    const theirs = await app.as('health-chief').get<{ items: CaseView[] }>('/api/cases');
    expect(theirs.body.items).toEqual([]);
    const found = await app
      .as('market-chief')
      .get<{ items: CaseView[] }>(
        `/api/cases?q=${encodeURIComponent('食品')}&stage=received&dueBefore=2999-01-01`,
      );
    expect(found.body.items.length).toBeGreaterThan(0);
  });

  it('make an inbox', async () => {
    const { caseNo } = await advanced(app, 1);
    const inbox = await app
      .as('market-handler-2')
      .get<{ department: CaseView[]; counts: Record<string, number> }>('/api/worklist');
    expect(inbox.body.department.map((view) => view.caseNo)).toContain(caseNo);
    expect(inbox.body.counts['department']).toBeGreaterThan(0);
    await app
      .as('market-reviewer-1')
      .act(caseNo, { type: 'assign', duty: 'handle', staffId: 'market-handler-2' });
    const mine = await app.as('market-handler-2').get<{ mine: CaseView[] }>('/api/worklist');
    expect(mine.body.mine.map((view) => view.caseNo)).toContain(caseNo);
  });
});
