import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import getPort from 'get-port';
import { calendarYear, calendarYears } from '../../db/calendar.ts';
import { logApplicantRead } from '../../db/cases.ts';
import { connectDatabase, isDatabaseAway, ping } from '../../db/client.ts';
import { beat, freshWorker } from '../../db/heartbeat.ts';
import { closedWithoutHistory, historyLost, readHistory, storeHistory } from '../../db/histories.ts';
import { findItem, itemVersion, listItems } from '../../db/items.ts';
import { recordRefusal } from '../../db/refusals.ts';
import { dropReopening, proposeReopening, readReopening } from '../../db/reopenings.ts';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { EMBEDDED_DEPARTMENTS } from '../../db/seed/staff.ts';
import { actorAndKey, findStaff, listStaff } from '../../db/staff.ts';
import { embeddedItem, message, SHORTEST } from '../support/case-fixtures.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { digestOf, WrittenCase } from './support/written-case.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe('the register of staff', () => {
  it('starts with the staff of the contract', async () => {
    const members = await listStaff(database.db);
    const ids = members.map(({ staffId }) => staffId);
    const officers = EMBEDDED_DEPARTMENTS.flatMap(({ code }) =>
      ['handler-1', 'handler-2', 'reviewer-1', 'reviewer-2', 'chief', 'head'].map(
        (post) => `${code}-${post}`,
      ),
    );
    const hall = [
      'clerk-1',
      'clerk-2',
      'leader-1',
      'coordinator-1',
      'coordinator-2',
      'proxy-1',
      'government-1',
      'supervisor-1',
      'admin-1',
      'applicant-1',
      'market-double',
    ];
    expect([...ids].sort()).toEqual([...officers, ...hall].sort());
    const others = members.filter(({ staffId, personId }) => staffId !== personId);
    expect(others.map(({ staffId, personId }) => [staffId, personId])).toEqual([
      ['market-double', 'clerk-1'],
    ]);
  });

  it('gives an account with its duties, and the person behind a second one', async () => {
    expect(await findStaff(database.db, 'market-double')).toEqual({
      staffId: 'market-double',
      personId: 'clerk-1',
      name: '陈丽',
      department: 'market',
      duties: ['handle', 'review', 'decide'],
      status: 'active',
      authorisedItems: null,
    });
    expect(await findStaff(database.db, 'nobody')).toBeNull();
  });

  it('keeps the items that a chief may decide', async () => {
    const { sql } = database.db;
    await sql`update staff set authorised_items = ${['food-business']} where staff_id = 'market-chief'`;
    expect((await findStaff(database.db, 'market-chief'))?.authorisedItems).toEqual(['food-business']);
    expect((await actorAndKey(database.db, 'market-chief', 'k')).staff?.authorisedItems).toEqual([
      'food-business',
    ]);
  });
});

describe('an earlier use of a key', () => {
  it('is found on another case, by the same identity only', async () => {
    const subject = new WrittenCase(database.db, '440781-market-20261124-0001');
    await subject.play(1);
    const { staff, use } = await actorAndKey(database.db, 'clerk-1', 'accept-clerk-1');
    expect(staff?.staffId).toBe('clerk-1');
    expect(use).toEqual({
      kind: 'action',
      caseNo: subject.caseNo,
      fingerprint: digestOf(SHORTEST[0]!.act),
      status: 'applied',
    });
    expect((await actorAndKey(database.db, 'clerk-2', 'accept-clerk-1')).use).toBeNull();
    expect(await actorAndKey(database.db, 'nobody', 'accept-clerk-1')).toEqual({ staff: null, use: null });
  });

  it('counts where it spent the key before where it was rejected', async () => {
    const row = { action_key: 'clerk-2/twice', action_id: 'twice', subject: 'clerk-2', type: 'note' };
    const rows = [
      { ...row, case_no: 'a', fingerprint: 'one', status: 'rejected' },
      { ...row, case_no: 'b', fingerprint: 'two', status: 'applied' },
    ];
    await database.db.sql`insert into case_actions ${database.db.sql(rows)}`;
    expect((await actorAndKey(database.db, 'clerk-2', 'twice')).use).toMatchObject({
      caseNo: 'b',
      status: 'applied',
    });
  });
});

describe('the catalogue', () => {
  it('lists the items in force, each as it was written', async () => {
    const items = await listItems(database.db, '2026-11-24');
    expect(items).toEqual([...EMBEDDED_ITEMS].sort((a, b) => (a.code < b.code ? -1 : 1)));
  });

  it('answers the version in force on a day, each item once, and old versions by number', async () => {
    const first = embeddedItem('road-freight');
    const second = { ...first, version: 2, effectiveFrom: '2027-01-01', name: '道路货物运输经营许可(新)' };
    await database.db.sql`
      insert into service_items (code, version, effective_from, effective_to, data)
      values (${second.code}, 2, ${second.effectiveFrom}, null, ${JSON.stringify(second)}::jsonb)`;
    expect((await findItem(database.db, 'road-freight', '2026-12-31'))?.version).toBe(1);
    expect((await findItem(database.db, 'road-freight', '2027-01-01'))?.version).toBe(2);
    const listed = await listItems(database.db, '2027-01-01');
    expect(listed.filter(({ code }) => code === 'road-freight').map(({ version }) => version)).toEqual([2]);
    expect((await itemVersion(database.db, 'road-freight', 1))?.name).toBe(first.name);
    expect(await itemVersion(database.db, 'road-freight', 3)).toBeNull();
  });

  it('answers an item that is no longer in force, so that the reason can be said, and none that never was', async () => {
    await database.db.sql`update service_items set effective_to = '2026-06-01' where code = 'tree-felling'`;
    expect(await findItem(database.db, 'tree-felling', '2026-06-01')).toMatchObject({ code: 'tree-felling' });
    expect((await listItems(database.db, '2026-06-01')).some(({ code }) => code === 'tree-felling')).toBe(
      false,
    );
    expect((await listItems(database.db, '2026-05-31')).some(({ code }) => code === 'tree-felling')).toBe(
      true,
    );
    expect(await findItem(database.db, 'no-such-item', '2026-06-01')).toBeNull();
  });
});

describe('the calendar', () => {
  it('gives the newest version of every year', async () => {
    expect(await calendarYears(database.db)).toEqual(EMBEDDED_CALENDAR);
    await database.db.sql`
      insert into calendar_years (year, version, status, "off", work, source)
      values (2027, 1, 'official', '{2027-01-01}', '{}', '通知')`;
    const years = await calendarYears(database.db);
    expect(years.map(({ year, version }) => [year, version])).toEqual([
      [2025, 1],
      [2026, 1],
      [2027, 1],
    ]);
    expect(await calendarYear(database.db, 2027)).toMatchObject({
      status: 'official',
      off: ['2027-01-01'],
      work: [],
    });
    expect(await calendarYear(database.db, 2031)).toBeNull();
  });
});

describe('the records around the cases', () => {
  it('keep a refusal without what it said', async () => {
    await recordRefusal(database.db, {
      caseNo: 'x',
      at: '2026-11-24T09:00:00.000+08:00',
      staffId: 'clerk-1',
      act: 'decide',
      code: 'forbidden',
      message: '无本件的该项职责',
      actionId: 'k',
      requestId: null,
    });
    await logApplicantRead(database.db, {
      caseNo: 'x',
      staffId: 'clerk-1',
      at: '2026-11-24T09:00:00.000+08:00',
    });
    expect(await database.db.sql`select code, act from refusals where case_no = 'x'`).toEqual([
      { code: 'forbidden', act: 'decide' },
    ]);
    expect(await database.db.sql`select staff_id from applicant_reads where case_no = 'x'`).toEqual([
      { staff_id: 'clerk-1' },
    ]);
  });

  it('know a worker that has just beaten', async () => {
    expect(await freshWorker(database.db, 10_000)).toBe(false);
    await beat(database.db, 'worker-1', 'q');
    await beat(database.db, 'worker-1', 'q');
    expect(await freshWorker(database.db, 10_000)).toBe(true);
    await database.db.sql`update worker_heartbeats set at = now() - interval '11 seconds'`;
    expect(await freshWorker(database.db, 10_000)).toBe(false);
  });

  it('keep the history of a closed case, and ask for it until it is there', async () => {
    const subject = new WrittenCase(database.db, '440781-market-20261124-0002');
    await subject.play(SHORTEST.length);
    expect(await closedWithoutHistory(database.db, 10)).toEqual([subject.caseNo]);
    expect(await readHistory(database.db, subject.caseNo)).toBeNull();
    const history = { events: [{ eventId: '1', text: '受理' }] };
    await storeHistory(database.db, subject.caseNo, 'run-1', history);
    expect(await readHistory(database.db, subject.caseNo)).toEqual({ runId: 'run-1', history });
    expect(await closedWithoutHistory(database.db, 10)).toEqual([]);
  });

  it('do not ask for ever for a history that the engine has lost', async () => {
    const subject = new WrittenCase(database.db, '440781-market-20261124-0003');
    await subject.play(SHORTEST.length);
    expect(await closedWithoutHistory(database.db, 10)).toEqual([subject.caseNo]);
    await historyLost(database.db, subject.caseNo);
    expect(await closedWithoutHistory(database.db, 10)).toEqual([]);
    expect(await readHistory(database.db, subject.caseNo)).toBeNull();
  });

  it('keep one proposal to reopen until it is dropped', async () => {
    const proposed = message('coordinator-1', { type: 'reopen', reason: '发证有误' });
    await proposeReopening(database.db, 'x', proposed);
    await proposeReopening(database.db, 'x', proposed);
    expect((await readReopening(database.db, 'x'))?.message).toEqual(proposed);
    await dropReopening(database.db, 'x');
    expect(await readReopening(database.db, 'x')).toBeNull();
  });
});

describe('a database that is away', () => {
  it('is known as such, and at once', async () => {
    const db = connectDatabase(`postgres://nobody@127.0.0.1:${await getPort()}/none`);
    const begun = Date.now();
    const error: unknown = await ping(db).catch((thrown: unknown) => thrown);
    const throughOrm: unknown = await findStaff(db, 'clerk-1').catch((thrown: unknown) => thrown);
    expect(isDatabaseAway(error)).toBe(true);
    expect(isDatabaseAway(throughOrm)).toBe(true);
    expect(Date.now() - begun).toBeLessThan(3000);
    await db.close();
  });

  it('is not one that says no', async () => {
    const error: unknown = await database.db.sql`select 1 / 0`.catch((thrown: unknown) => thrown);
    expect(isDatabaseAway(error)).toBe(false);
    await expect(ping(database.db)).resolves.toBeUndefined();
  });
});
