import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  InvalidCursorError,
  listCases,
  type CaseFilter,
  type CasePage,
  type Visibility,
} from '../../db/cases.ts';
import { worklist } from '../../db/worklist.ts';
import { actor } from '../support/case-fixtures.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { WrittenCase } from './support/written-case.ts';

type SortKey = CasePage['sort'];

let database: FreshDatabase;
const all: Visibility = { kind: 'all' };
const market: string[] = [];
const health: string[] = [];
const closed: string[] = [];

/** Fifteen cases of market, in every stage, several received and due at the same instant; three of health. */
beforeAll(async () => {
  database = await freshDatabase();
  for (let nth = 1; nth <= 15; nth += 1) {
    const caseNo = `440781-market-20261123-${String(nth).padStart(4, '0')}`;
    const receivedAt = `2026-11-${nth <= 5 ? '20' : '23'}T09:00:00.${nth % 3 === 0 ? '000' : '250'}+08:00`;
    const subject = new WrittenCase(database.db, caseNo, 'food-business', receivedAt);
    await subject.play(nth % 7);
    market.push(caseNo);
    if (subject.file.state.stage === 'closed') closed.push(caseNo);
  }
  for (let nth = 1; nth <= 3; nth += 1) {
    const subject = new WrittenCase(database.db, `440781-health-20261123-000${nth}`, 'public-place-hygiene');
    await subject.play(0);
    health.push(subject.caseNo);
  }
}, 120_000);
afterAll(() => database.drop());

const page = async (
  filter: CaseFilter,
  sort: SortKey,
  limit: number,
  cursor?: string,
  visibility: Visibility = all,
) => {
  const { rows, nextCursor } = await listCases(database.db, filter, {
    visibility,
    sort,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  return { numbers: rows.map(({ state }) => state.caseNo), nextCursor };
};

const found = async (filter: CaseFilter, visibility: Visibility = all): Promise<string[]> =>
  (await page(filter, 'caseNo', 100, undefined, visibility)).numbers;

/** Every page one after the other; `between` happens after the first. */
async function walk(sort: SortKey, limit: number, between?: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { numbers, nextCursor } = await page({}, sort, limit, cursor);
    expect(numbers.length).toBeLessThanOrEqual(limit);
    if (seen.length === 0) await between?.();
    seen.push(...numbers);
    if (nextCursor === null) return seen;
    cursor = nextCursor;
  }
}

const SORTS: readonly SortKey[] = ['dueAt', '-dueAt', 'receivedAt', '-receivedAt', 'caseNo', '-caseNo'];

describe('paging', () => {
  it.each(SORTS)('by %s shows every case once, in one order, whatever the page', async (sort) => {
    const whole = await walk(sort, 100);
    expect([...whole].sort()).toEqual([...market, ...health].sort());
    for (const limit of [1, 4, 18]) expect(await walk(sort, limit)).toEqual(whole);
    const reverse = (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as SortKey;
    expect(await walk(reverse, 5)).toEqual([...whole].reverse());
  });

  it('puts cases without a due date behind all others', async () => {
    const whole = await walk('dueAt', 100);
    expect(closed.length).toBeGreaterThan(0);
    expect(whole.slice(-closed.length).sort()).toEqual(closed);
  });

  it('neither skips nor repeats what did not change when cases come and move meanwhile', async () => {
    const before = await walk('caseNo', 100);
    const later = '440781-market-20261123-9999';
    const earlier = '440781-aaa-20261123-0001';
    const seen = await walk('caseNo', 4, async () => {
      await new WrittenCase(database.db, later).play(0);
      await new WrittenCase(database.db, earlier).play(0);
    });
    expect(seen).toEqual([...before, later].sort());
    await database.db.sql`delete from cases where case_no in (${later}, ${earlier})`;
  });

  const sent = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  it.each([
    ['no base64', '***'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['of another order', sent(['caseNo', '440781-market-20261123-0001', '440781-market-20261123-0001'])],
    ['of another shape', sent({ sort: 'dueAt' })],
    ['a number for an instant', sent(['dueAt', '1', 'x'])],
    ['an instant that no calendar has', sent(['dueAt', '2026-13-45T00:00:00.000+08:00', 'x'])],
    ['a year that no database has', sent(['dueAt', '+123456-01-01T00:00:00.000+08:00', 'x'])],
    ['NUL in a case number', sent(['dueAt', '2026-11-23T09:00:00.000+08:00', 'a\u0000'])],
  ])('refuses a cursor that this list has not given: %s', async (_what, cursor) => {
    await expect(page({}, 'dueAt', 5, cursor)).rejects.toBeInstanceOf(InvalidCursorError);
  });
});

describe('searching', () => {
  it('finds by department, item, stage and who has it', async () => {
    expect(await found({ department: 'health' })).toEqual(health);
    expect(await found({ itemCode: 'food-business' })).toEqual(market);
    expect(await found({ stage: 'closed' })).toEqual(closed);
    expect(await found({ stage: 'received', department: 'market' })).toEqual([market[6], market[13]]);
    expect(await found({ department: 'water' })).toEqual([]);
    expect(await found({ card: 'red' })).toEqual([]);
    expect(await found({ green: true })).toEqual([]);
  });

  it('finds by words of the number and the item, and takes the wildcards of SQL as they are', async () => {
    expect(await found({ q: '20261123-0007' })).toEqual([market[6]]);
    expect(await found({ q: '卫生' })).toEqual(health);
    expect(await found({ q: 'FOOD' })).toEqual(market);
    for (const wild of ['%', '_', '\\', "'"]) expect(await found({ q: wild })).toEqual([]);
  });

  it('finds what is due before an instant', async () => {
    const open = (await walk('dueAt', 100)).filter((caseNo) => !closed.includes(caseNo));
    const due = await database.db.sql<
      { due_at: string }[]
    >`select due_at from cases where case_no = ${open[8]!}`;
    const soon = await found({ dueBefore: new Date(Date.parse(due[0]!.due_at)).toISOString() });
    expect(soon.length).toBeGreaterThan(0);
    expect(soon.length).toBeLessThanOrEqual(8);
    expect(soon).toEqual(open.slice(0, soon.length).sort());
  });

  it('shows a department its own cases, an applicant those it applied for, a stranger none', async () => {
    expect(await found({}, { kind: 'some', department: 'market', applicantStaffId: 'market-chief' })).toEqual(
      market,
    );
    await database.db.sql`update cases set applicant_staff_id = 'applicant-1' where case_no = ${health[1]!}`;
    expect(await found({}, { kind: 'some', department: null, applicantStaffId: 'applicant-1' })).toEqual([
      health[1],
    ]);
    expect(await found({}, { kind: 'some', department: null, applicantStaffId: 'applicant-2' })).toEqual([]);
    expect(
      await found({ department: 'market' }, { kind: 'some', department: 'health', applicantStaffId: 'x' }),
    ).toEqual([]);
  });

  it('shows every department of a joint case that case', async () => {
    const joint = new WrittenCase(database.db, '440781-market-20261123-0500', 'restaurant-one-matter');
    await joint.play(0);
    for (const department of joint.file.state.item.jointDepartments)
      expect(await found({}, { kind: 'some', department, applicantStaffId: 'x' })).toContain(joint.caseNo);
    expect(await found({}, { kind: 'some', department: 'water', applicantStaffId: 'x' })).toEqual([]);
    await database.db.sql`delete from cases where case_no = ${joint.caseNo}`;
  });
});

describe('the worklist', () => {
  const at = '2026-11-24T10:00:00.000+08:00';
  const listed = async (staffId: string, now = at, soonBefore = '2026-11-25T23:59:00.000+08:00') => {
    const { mine, department, dueSoon, overdue, counts } = await worklist(
      database.db,
      actor(staffId),
      now,
      soonBefore,
    );
    const numbers = (rows: typeof mine) => rows.map(({ state }) => state.caseNo);
    return {
      mine: numbers(mine),
      department: numbers(department),
      dueSoon: numbers(dueSoon),
      overdue: numbers(overdue),
      counts,
    };
  };

  it('gives an officer what waits for the duty in the own department', async () => {
    const { mine, department, counts } = await listed('market-handler-1');
    expect(mine).toEqual([]);
    expect([...department].sort()).toEqual(await found({ stage: 'handling', department: 'market' }));
    expect(counts).toMatchObject({ mine: 0, department: department.length });
    expect((await listed('health-handler-1')).department).toEqual([]);
    expect((await listed('admin-1')).counts).toEqual({ mine: 0, department: 0, dueSoon: 0, overdue: 0 });
  });

  it('gives a clerk what waits at the windows, of all departments, nearest due first', async () => {
    const { department } = await listed('clerk-1');
    const order = (await walk('dueAt', 100)).filter((caseNo) => department.includes(caseNo));
    expect(department).toEqual(order);
    expect(department).toEqual(expect.arrayContaining(health));
  });

  it('moves a case to the one who has it by name', async () => {
    const subject = new WrittenCase(database.db, '440781-market-20261123-0600');
    await subject.play(1);
    expect((await listed('market-handler-2')).department).toContain(subject.caseNo);
    await database.db.sql`update cases set assignee = 'market-handler-1' where case_no = ${subject.caseNo}`;
    expect((await listed('market-handler-1')).mine).toEqual([subject.caseNo]);
    expect((await listed('market-handler-2')).department).not.toContain(subject.caseNo);
    await database.db.sql`delete from cases where case_no = ${subject.caseNo}`;
  });

  it('parts what is overdue from what is due soon, and counts beyond what it shows', async () => {
    const { sql } = database.db;
    await sql`
      insert into cases select (jsonb_populate_record(c, jsonb_build_object('case_no', 'many-' || g, 'due_at',
        ${at}::timestamptz + (case when g <= 2100 then '-1 hour' else '1 hour' end)::interval))).*
      from cases c, generate_series(1, 2130) g where c.case_no = ${market[0]!}`;
    const { overdue, dueSoon, department, counts } = await listed(
      'market-handler-1',
      at,
      '2026-11-24T12:00:00.000+08:00',
    );
    expect(counts.overdue).toBe(2100);
    expect(counts.dueSoon).toBe(30);
    expect(counts.department).toBeGreaterThanOrEqual(2130);
    expect([overdue.length, dueSoon.length, department.length]).toEqual([100, 30, 100]);
    await sql`delete from cases where case_no like 'many-%'`;
  });
});
