import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../domain/case/view.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { SHORTEST } from '../support/case-fixtures.ts';
import { application, COMPANY, PERSON } from './support/applicants.ts';
import { received } from './support/cases.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const refusals = (caseNo: string): Promise<{ code: string; act: string; staff_id: string }[]> =>
  app.db.sql`select code, act, staff_id from refusals where case_no = ${caseNo} order by id`;

describe('a case through the API', () => {
  it('goes from receipt to delivery, each answer carrying the new state', async () => {
    const clerk = app.as('clerk-1');
    const opened = await clerk.receive(application());
    expect(opened.status).toBe(201);
    expect(opened.headers.get('location')).toBe(`/api/cases/${opened.body.caseNo}`);
    expect(opened.body).toMatchObject({ stage: 'received', revision: 1, people: { receiver: 'clerk-1' } });
    expect(opened.headers.get('etag')).toBe('"1"');
    expect(opened.body.allowedActions).toContain('accept');
    const { caseNo } = opened.body;
    expect(caseNo).toMatch(/^440781-market-\d{8}-\d{4}$/);

    const stages = [];
    for (const { by, act } of SHORTEST) {
      const answer = await app.as(by).act(caseNo, act);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect(answer.body.action).toMatchObject({ type: act.type, status: 'applied' });
      expect(answer.headers.get('etag')).toBe(`"${answer.body.case.revision}"`);
      stages.push(answer.body.case.stage);
    }
    expect(stages).toEqual(['handling', 'reviewing', 'deciding', 'issuing', 'delivering', 'closed']);

    const shown = await clerk.get<CaseView>(`/api/cases/${caseNo}`);
    expect(shown.body).toMatchObject({ stage: 'closed', result: 'granted', waitingOn: null });
    expect(shown.body.allowedActions).toEqual([]);
    const late = await app.as('clerk-1').act(caseNo, { type: 'note', text: '补记' });
    expect(late.body.code).toBe('not-allowed-now');
  });

  it('masks the applicant everywhere but in one place, which logs who looked', async () => {
    const opened = await received(app);
    expect(opened.applicant).toMatchObject({
      name: '陈**',
      idNumber: '4407**********0012',
      phone: '138****8000',
    });
    const path = `/api/cases/${opened.caseNo}/applicant`;
    expect((await app.as('clerk-2').get(path)).body).toEqual(PERSON);
    expect((await app.as('coordinator-1').get(path)).status).toBe(403);
    expect((await app.as('market-handler-1').get(path)).status).toBe(403);
    await app.as('clerk-1').act(opened.caseNo, { type: 'accept' });
    expect((await app.as('market-handler-1').get(path)).body).toEqual(PERSON);
    expect((await app.as('clerk-2').get(path)).status).toBe(403);
    expect((await app.as('clerk-1').get(path)).status).toBe(200);
    const reads = await app.db
      .sql`select staff_id from applicant_reads where case_no = ${opened.caseNo} order by id`;
    expect(reads.map((row) => row['staff_id'] as string)).toEqual(['clerk-2', 'market-handler-1', 'clerk-1']);
    const everything = JSON.stringify(
      (await app.as('clerk-1').get(`/api/cases/${opened.caseNo}/history`)).body,
    );
    expect(everything).not.toContain(PERSON.name);
    expect(everything).not.toContain(PERSON.idNumber);
  });

  it('does not exist for those who may not read it', async () => {
    const { caseNo } = await received(app);
    for (const path of ['', '/history', '/notices', '/applicant', '/actions/x']) {
      const foreign = await app.as('health-handler-1').get(`/api/cases/${caseNo}${path}`);
      expect([path, foreign.status, foreign.body['code']]).toEqual([path, 404, 'not-found']);
      expect((await app.as('applicant-1').get(`/api/cases/${caseNo}${path}`)).status).toBe(404);
      expect((await app.as('nobody-9').get(`/api/cases/${caseNo}${path}`)).status).toBe(404);
    }
    expect((await app.as('supervisor-1').get(`/api/cases/${caseNo}`)).status).toBe(200);
    expect(
      (await app.as('health-handler-1').act(caseNo, { type: 'propose', proposal: 'grant', opinion: '可' }))
        .body.code,
    ).toBe('forbidden');
    expect((await app.as('applicant-1').act(caseNo, { type: 'withdraw', reason: '不办了' })).status).toBe(
      404,
    );
    expect((await app.as('clerk-1').get('/api/cases/440781-market-20200101-0001')).status).toBe(404);
    expect((await app.as('clerk-1').act('440781-market-20200101-0001', { type: 'accept' })).status).toBe(404);
  });

  it('lets an applicant apply online, see and withdraw the own case', async () => {
    const own = app.as('applicant-1');
    expect((await own.receive(application())).body.code).toBe('forbidden');
    const opened = await own.receive(application('food-business', { channel: 'online' }));
    expect(opened.status).toBe(201);
    expect(opened.body.people.receiver).toBeNull();
    const { caseNo } = opened.body;
    expect((await own.get(`/api/cases/${caseNo}`)).status).toBe(200);
    expect((await own.act(caseNo, { type: 'accept' })).body.code).toBe('forbidden');
    const listed = await own.get<{ items: CaseView[] }>('/api/cases');
    expect(listed.body.items.map((view) => view.caseNo)).toEqual([caseNo]);
    const withdrawn = await own.act(caseNo, { type: 'withdraw', reason: '不办了' });
    expect(withdrawn.body.case).toMatchObject({ stage: 'closed', result: 'withdrawn' });
  });
});

describe('refusals', () => {
  it('come in the order of the contract, change nothing and go on record', async () => {
    const { caseNo } = await received(app);
    const refused = async (by: string, act: Record<string, unknown>): Promise<string | undefined> =>
      (await app.as(by).act(caseNo, act)).body.code;
    expect(await refused('clerk-1', { type: 'propose', proposal: 'perhaps', opinion: '' })).toBe('invalid');
    expect(await refused('clerk-1', { type: 'propose', proposal: 'grant', opinion: '可' })).toBe('forbidden');
    expect(await refused('market-handler-1', { type: 'propose', proposal: 'grant', opinion: '可' })).toBe(
      'not-allowed-now',
    );
    expect(
      await refused('clerk-1', { type: 'requestSupplement', missing: [{ code: 'moon-rock', reason: '缺' }] }),
    ).toBe('material-unknown');
    await app.as('clerk-1').act(caseNo, { type: 'accept' });
    expect(await refused('market-double', { type: 'propose', proposal: 'grant', opinion: '可' })).toBe(
      'duty-separation',
    );
    expect((await refusals(caseNo)).map(({ code }) => code)).toEqual([
      'invalid',
      'forbidden',
      'not-allowed-now',
      'material-unknown',
      'duty-separation',
    ]);
    expect((await app.as('clerk-1').get<CaseView>(`/api/cases/${caseNo}`)).body.stage).toBe('handling');
  });

  it('of an application name the field', async () => {
    const clerk = app.as('clerk-1');
    const code = async (changes: Record<string, unknown>): Promise<unknown> => {
      const answer = await clerk.receive(application('food-business', changes));
      return [answer.status, answer.body.code];
    };
    expect(await code({ itemCode: 'no-such-item' })).toEqual([422, 'item-unknown']);
    expect(await code({ applicant: { ...PERSON, idNumber: '440781199003070019' } })).toEqual([
      422,
      'invalid',
    ]);
    expect(await code({ applicant: { ...COMPANY, idNumber: '91440781MA5TEAT011' } })).toEqual([
      422,
      'invalid',
    ]);
    expect(await code({ materials: [{ code: 'moon-rock' }] })).toEqual([422, 'material-unknown']);
    expect(
      await code({ materials: [{ code: 'layout-and-process' }, { code: 'layout-and-process' }] }),
    ).toEqual([422, 'invalid']);
    expect(await code({ applicant: { ...PERSON, name: 'a\u0000b' } })).toEqual([422, 'invalid']);
    expect(await code({ unknown: 1 })).toEqual([422, 'invalid']);
    expect(
      (await app.as('market-handler-1').receive(application('food-business', { itemCode: 'no-such-item' })))
        .body.code,
    ).toBe('forbidden');
    await app.db.sql`
      insert into service_items (code, version, effective_from, effective_to, data)
      select 'retired-item', 1, '2020-01-01', '2021-01-01',
             data || '{"code": "retired-item", "effectiveFrom": "2020-01-01", "effectiveTo": "2021-01-01"}'
      from service_items where code = 'food-business' limit 1`;
    expect(await code({ itemCode: 'retired-item' })).toEqual([422, 'item-not-in-force']);
  });
});

describe('reopening', () => {
  it('needs two people and goes on where the archive ended', async () => {
    const opened = await received(app);
    const { caseNo } = opened;
    const acceptKey = randomUUID();
    await app.as('clerk-1').act(caseNo, { type: 'accept' }, { 'idempotency-key': acceptKey });
    await app.as('clerk-1').act(caseNo, { type: 'withdraw', reason: '撤回' });
    const key = randomUUID();
    const reopen = { type: 'reopen', reason: '撤回系他人冒名' };
    expect((await app.as('clerk-1').act(caseNo, reopen)).body.code).toBe('forbidden');
    const proposed = await app.as('coordinator-1').act(caseNo, reopen, { 'idempotency-key': key });
    expect(proposed.body.case).toMatchObject({
      stage: 'closed',
      proposal: { actionId: key, type: 'reopen', by: 'coordinator-1' },
    });
    expect((await app.as('coordinator-1').act(caseNo, reopen, { 'idempotency-key': key })).status).toBe(200);
    expect((await app.as('coordinator-1').get(`/api/cases/${caseNo}/actions/${key}`)).body['status']).toBe(
      'applied',
    );
    expect((await app.as('coordinator-1').act(caseNo, { type: 'consent', actionId: key })).body.code).toBe(
      'duty-separation',
    );
    const consented = await app.as('coordinator-2').act(caseNo, { type: 'consent', actionId: key });
    expect(consented.status, JSON.stringify(consented.body)).toBe(200);
    expect(consented.body.case).toMatchObject({ stage: 'handling', result: null, proposal: null });
    const proposal = await app
      .as('market-handler-1')
      .act(caseNo, { type: 'propose', proposal: 'grant', opinion: '可' });
    expect(proposal.body.case.stage).toBe('reviewing');
    const replayed = await app
      .as('clerk-1')
      .act(caseNo, { type: 'accept' }, { 'idempotency-key': acceptKey });
    expect([replayed.status, replayed.body.case.stage]).toEqual([200, 'reviewing']);
    const { body } = await app
      .as('coordinator-1')
      .get<{ events: { seq: number; type: string }[] }>(`/api/cases/${caseNo}/history`);
    expect(body.events.map(({ type }) => type)).toEqual([
      'received',
      'accept',
      'noticeIssued',
      'withdraw',
      'reopen',
      'consent',
      'propose',
    ]);
    expect(body.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
