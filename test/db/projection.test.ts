import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAction, storeQueued } from '../../db/actions.ts';
import { readApplicant, readCase } from '../../db/cases.ts';
import { readEvents, readNotice, readNotices } from '../../db/history.ts';
import { projectCase } from '../../db/projection.ts';
import { APPLICANT, message, SHORTEST } from '../support/case-fixtures.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { brokenAt, WrittenCase } from './support/written-case.ts';

let database: FreshDatabase;
let n = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const newCase = (): WrittenCase =>
  new WrittenCase(database.db, `440781-market-20261124-${String((n += 1)).padStart(4, '0')}`);

const note = (staffId = 'clerk-2', text = '材料待核') => message(staffId, { type: 'note', text });
const RECALL = { type: 'recall', actionId: 'decide-market-chief', reason: '文号有误' } as const;

const counts = async (caseNo: string): Promise<Record<string, number>> => {
  const [row] = await database.db.sql<Record<string, number>[]>`
    select (select count(*)::int from case_events where case_no = ${caseNo}) as events,
           (select count(*)::int from outbox where case_no = ${caseNo}) as outbox,
           (select count(*)::int from case_actions where case_no = ${caseNo}) as actions,
           (select count(*)::int from notices where case_no = ${caseNo}) as notices`;
  return row ?? {};
};

const typesOf = async (caseNo: string): Promise<string[]> =>
  (await readEvents(database.db, caseNo)).map(({ type }) => type);

const outboxOf = async (caseNo: string): Promise<string[]> => {
  const rows = await database.db.sql<
    { type: string }[]
  >`select type from outbox where case_no = ${caseNo} order by id`;
  return rows.map(({ type }) => type);
};

describe('the projection', () => {
  it('writes snapshot, events, actions, notices and outbox', async () => {
    const subject = newCase();
    await subject.play(SHORTEST.length);
    expect(await counts(subject.caseNo)).toEqual({ events: 9, outbox: 9, actions: 6, notices: 2 });
    const row = await readCase(database.db, subject.caseNo);
    expect(row?.snapshot.state).toEqual({ ...subject.file.state, acts: {} });
    expect(row?.hash).toBe(subject.projected.hash);
    expect(row?.snapshot.applicant.name).toBe('陈**');
    expect(await readApplicant(database.db, subject.caseNo)).toEqual(APPLICANT);
  });

  it('keeps personal data out of everything but its own table', async () => {
    const subject = newCase();
    await subject.play(SHORTEST.length);
    for (const table of ['cases', 'case_events', 'case_actions', 'notices', 'outbox']) {
      const rows = await database.db
        .sql`select * from ${database.db.sql(table)} where case_no = ${subject.caseNo}`;
      const text = JSON.stringify(rows);
      for (const secret of [APPLICANT.name, APPLICANT.idNumber, APPLICANT.phone])
        expect(text).not.toContain(secret);
    }
  });

  it('told twice changes nothing', async () => {
    const subject = newCase();
    await subject.write();
    subject.act(0);
    const input = subject.input();
    const once = await projectCase(database.db, input);
    const [before] = await database.db.sql`select max(id) as id from outbox`;
    expect(await projectCase(database.db, input)).toEqual(once);
    expect(await database.db.sql`select max(id) as id from outbox`).toEqual([before]);
    expect(await counts(subject.caseNo)).toEqual({ events: 3, outbox: 3, actions: 1, notices: 1 });
  });

  it('told many times at once writes once', async () => {
    const subject = newCase();
    await subject.write();
    subject.act(0);
    const input = subject.input();
    const told = await Promise.all(Array.from({ length: 8 }, () => projectCase(database.db, input)));
    expect(new Set(told.map(({ hash }) => hash)).size).toBe(1);
    expect(await counts(subject.caseNo)).toEqual({ events: 3, outbox: 3, actions: 1, notices: 1 });
  });

  it('goes only forward: an older write changes nothing', async () => {
    const subject = newCase();
    const first = subject.input();
    await subject.play(1);
    await projectCase(database.db, first);
    expect((await readCase(database.db, subject.caseNo))?.snapshot.state.stage).toBe('handling');
    expect(await counts(subject.caseNo)).toMatchObject({ events: 3 });
  });

  it('writes what piled up in one go, and links it to what was there', async () => {
    const subject = newCase();
    await subject.write();
    const piled = [0, 1, 2].flatMap((index) => {
      subject.act(index);
      return subject.events;
    });
    await subject.write({ events: piled });
    expect(await typesOf(subject.caseNo)).toEqual([
      'received',
      'accept',
      'noticeIssued',
      'propose',
      'endorse',
    ]);
    expect(brokenAt(await readEvents(database.db, subject.caseNo))).toBeNull();
  });

  it('marks the notices of a recalled decision', async () => {
    const subject = newCase();
    await subject.play(4);
    expect(subject.give(message('market-chief', RECALL), '2026-11-24T11:00:00.000+08:00').status).toBe(
      'applied',
    );
    await subject.write();
    const notices = await readNotices(database.db, subject.caseNo);
    expect(notices.map(({ notice, revoked }) => [notice.kind, revoked])).toEqual([
      ['acceptance', false],
      ['decision', true],
    ]);
    expect(await readNotice(database.db, subject.caseNo, notices[1]!.notice.id)).toEqual(notices[1]);
    expect(await readNotice(database.db, subject.caseNo, 'decision-9')).toBeNull();
  });

  it('marks them in the same batch as well', async () => {
    const subject = newCase();
    await subject.play(3);
    subject.act(3);
    const decided = subject.events;
    subject.give(message('market-chief', RECALL), '2026-11-24T11:00:00.000+08:00');
    await subject.write({ events: [...decided, ...subject.events] });
    const notices = await readNotices(database.db, subject.caseNo);
    expect(notices.map(({ revoked }) => revoked)).toEqual([false, true]);
  });
});

describe('an act that was stored', () => {
  const queue = (subject: WrittenCase) =>
    storeQueued(database.db, {
      caseNo: subject.caseNo,
      staffId: 'clerk-1',
      actionId: 'accept-clerk-1',
      fingerprint: 'f',
      type: 'accept',
      storedAt: '2026-11-24T09:30:00.000+08:00',
    });
  const found = (subject: WrittenCase) =>
    findAction(database.db, subject.caseNo, 'accept-clerk-1', 'clerk-1');

  it('is queued until its case applies it', async () => {
    const subject = newCase();
    await subject.write();
    await queue(subject);
    expect(await found(subject)).toMatchObject({ status: 'queued', revision: null });
    subject.act(0);
    await subject.write();
    expect(await found(subject)).toMatchObject({ status: 'applied', revision: 2 });
  });

  it('is queued until its case rejects it, with the reason', async () => {
    const subject = newCase();
    await subject.write();
    subject.give(
      message('clerk-2', { type: 'withdraw', reason: '申请人要求' }),
      '2026-11-24T09:40:00.000+08:00',
    );
    await subject.write();
    await queue(subject);
    subject.give(message('clerk-1', { type: 'accept' }), '2026-11-24T10:00:00.000+08:00');
    await subject.write();
    expect(await found(subject)).toMatchObject({
      status: 'rejected',
      code: 'not-allowed-now',
      type: 'accept',
    });
  });

  it('does not become queued again when the note of it comes after the answer', async () => {
    const subject = newCase();
    await subject.play(1);
    await queue(subject);
    expect(await found(subject)).toMatchObject({ status: 'applied' });
  });
});

describe('an attempt that never was', () => {
  it('is taken away by the one that counts', async () => {
    const subject = newCase();
    await subject.write();
    const before = subject.moment();
    subject.act(0);
    await subject.write();
    subject.backTo(before);
    subject.give(note(), '2026-11-24T10:30:00.000+08:00');
    await subject.write();
    expect(await typesOf(subject.caseNo)).toEqual(['received', 'note']);
    expect(await outboxOf(subject.caseNo)).toEqual(['received', 'note']);
    expect(await counts(subject.caseNo)).toEqual({ events: 2, outbox: 2, actions: 1, notices: 0 });
    expect((await readCase(database.db, subject.caseNo))?.snapshot.state.stage).toBe('received');
    expect(brokenAt(await readEvents(database.db, subject.caseNo))).toBeNull();
  });

  it('is taken away even while its statement is still under way', async () => {
    const subject = newCase();
    await subject.write();
    const before = subject.moment();
    subject.act(0);
    const phantom = subject.input();
    subject.fence += 6;
    subject.backTo(before);
    subject.give(note(), '2026-11-24T10:30:00.000+08:00');
    const later = await database.db.sql.begin(async (sql) => {
      await projectCase({ ...database.db, sql: sql as unknown as typeof database.db.sql }, phantom);
      const waiting = subject.write();
      await untilSomeoneWaits();
      return { waiting };
    });
    await later.waiting;
    expect(await typesOf(subject.caseNo)).toEqual(['received', 'note']);
    expect(await outboxOf(subject.caseNo)).toEqual(['received', 'note']);
    expect(await counts(subject.caseNo)).toEqual({ events: 2, outbox: 2, actions: 1, notices: 0 });
  });

  it('is taken away by a later attempt of the same task, also when that one did less', async () => {
    const subject = newCase();
    await subject.write();
    const before = subject.moment();
    const { fence } = subject;
    subject.act(0);
    const phantom = subject.input();
    await subject.write();
    subject.backTo(before);
    subject.give(note(), '2026-11-24T10:30:00.000+08:00');
    await subject.write({ fence });
    // What the dead one still had under way comes last and changes nothing.
    await projectCase(database.db, phantom);
    expect(await typesOf(subject.caseNo)).toEqual(['received', 'note']);
    subject.give(note('clerk-1'), '2026-11-24T10:40:00.000+08:00');
    await subject.write();
    expect(await typesOf(subject.caseNo)).toEqual(['received', 'note', 'note']);
    expect(brokenAt(await readEvents(database.db, subject.caseNo))).toBeNull();
  });

  it('leaves no mark on a notice that was confirmed before it', async () => {
    const subject = newCase();
    await subject.play(4);
    const before = subject.moment();
    subject.give(message('market-chief', RECALL), '2026-11-24T11:00:00.000+08:00');
    await subject.write();
    subject.backTo(before);
    subject.give(note(), '2026-11-24T11:05:00.000+08:00');
    await subject.write();
    const notices = await readNotices(database.db, subject.caseNo);
    expect(notices.map(({ notice, revoked }) => [notice.kind, revoked])).toEqual([
      ['acceptance', false],
      ['decision', false],
    ]);
  });

  it('leaves no digest of a body that was never accepted', async () => {
    const subject = newCase();
    await subject.write();
    const before = subject.moment();
    subject.give(note('clerk-2', '第一稿'), '2026-11-24T10:30:00.000+08:00');
    await subject.write();
    subject.backTo(before);
    const other = note('clerk-2', '第二稿');
    subject.give(other, '2026-11-24T10:31:00.000+08:00');
    await subject.write();
    const rows = await database.db
      .sql`select fingerprint from case_actions where case_no = ${subject.caseNo}`;
    expect(rows).toEqual([{ fingerprint: other.fingerprint }]);
  });
});

describe('the hash chain', () => {
  it('holds for what was written, and is the same for whoever computes it from what is read', async () => {
    const subject = newCase();
    await subject.play(SHORTEST.length);
    const events = await readEvents(database.db, subject.caseNo);
    expect(events).toHaveLength(9);
    expect(brokenAt(events)).toBeNull();
    expect(events[events.length - 1]?.hash).toBe(subject.projected.hash);
  });

  const TAMPERINGS = {
    'what an event says': (caseNo: string) => database.db.sql`
      update case_events set event = jsonb_set(event, '{detail,opinion}', '"另一意见"')
      where case_no = ${caseNo} and type = 'propose'`,
    'who did it': (caseNo: string) => database.db.sql`
      update case_events set event = jsonb_set(event, '{actor,staffId}', '"market-handler-2"')
      where case_no = ${caseNo} and type = 'propose'`,
    'when it was': (caseNo: string) => database.db.sql`
      update case_events set event = jsonb_set(event, '{at}', '"2026-11-23T10:01:00.000+08:00"')
      where case_no = ${caseNo} and type = 'propose'`,
    'a hash': (caseNo: string) => database.db.sql`
      update case_events set hash = repeat('0', 64) where case_no = ${caseNo} and type = 'propose'`,
    'an event removed': (caseNo: string) => database.db.sql`
      delete from case_events where case_no = ${caseNo} and type = 'propose'`,
  };

  it.each(Object.entries(TAMPERINGS))(
    'breaks at the place where somebody changed %s',
    async (what, tamper) => {
      const subject = newCase();
      await subject.play(4);
      await tamper(subject.caseNo);
      // What follows a removed event no longer links to anything.
      expect(brokenAt(await readEvents(database.db, subject.caseNo))).toBe(
        what === 'an event removed' ? 5 : 4,
      );
    },
  );
});

/** Comes back when some statement on this database waits for a lock. */
async function untilSomeoneWaits(): Promise<void> {
  for (;;) {
    const waiting = await database.db.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
}
