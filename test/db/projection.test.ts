import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCalendar } from '../../domain/calendar.ts';
import { caseDueAt } from '../../domain/case/case-clocks.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { handleAct, type CaseFile } from '../../domain/case/inbox.ts';
import { receive } from '../../domain/case/receive.ts';
import { maskApplicant } from '../../domain/applicant.ts';
import { readCase, readApplicant } from '../../db/cases.ts';
import { findAction, storeQueued } from '../../db/actions.ts';
import { eventHash } from '../../db/hash.ts';
import { readEvents, readNotices } from '../../db/history.ts';
import { projectCase } from '../../db/projection.ts';
import type { Projected, ProjectionInput } from '../../workflows/messages.ts';
import { APPLICANT, caseInput, message, SHORTEST } from '../support/case-fixtures.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

const calendar = compileCalendar(caseInput('x').calendar);
let database: FreshDatabase;
let n = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** A case driven by the rules alone, whose every step is written as its workflow would. */
class WrittenCase {
  readonly caseNo = `440781-market-20261124-${String((n += 1)).padStart(4, '0')}`;
  file: CaseFile;
  events: readonly CaseEvent[];
  projected: Projected = { revision: 0, hash: '' };
  fence = 1_000_000_003;

  constructor() {
    const recorder = receive(caseInput(this.caseNo).receipt, '2026-11-24T09:00:00.000+08:00');
    this.file = { state: recorder.state, applicant: APPLICANT };
    this.events = recorder.events;
  }

  act(index: number, minute: number): void {
    const { by, act } = SHORTEST[index]!;
    const handled = handleAct(this.file, message(by, act), `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000+08:00`, calendar);
    expect(handled.outcome.status).toBe('applied');
    this.file = handled.file;
    this.events = handled.events;
  }

  input(changes: Partial<ProjectionInput> = {}): ProjectionInput {
    return {
      fence: this.fence,
      confirmed: this.projected.revision,
      snapshot: { state: { ...this.file.state, acts: {} }, applicant: maskApplicant(APPLICANT) },
      applicant: APPLICANT,
      events: this.events,
      previousHash: this.projected.hash,
      dueAt: caseDueAt(this.file.state, calendar),
      ...changes,
    };
  }

  async write(changes: Partial<ProjectionInput> = {}): Promise<void> {
    this.projected = await projectCase(database.db, this.input(changes));
    this.fence += 6;
  }
}

const counts = async (caseNo: string): Promise<Record<string, number>> => {
  const [row] = await database.db.sql<Record<string, number>[]>`
    select (select count(*)::int from case_events where case_no = ${caseNo}) as events,
           (select count(*)::int from outbox where case_no = ${caseNo}) as outbox,
           (select count(*)::int from case_actions where case_no = ${caseNo}) as actions,
           (select count(*)::int from notices where case_no = ${caseNo}) as notices`;
  return row ?? {};
};

describe('the projection', () => {
  it('writes snapshot, events, actions, notices and outbox, and links the events', async () => {
    const subject = new WrittenCase();
    await subject.write();
    for (let index = 0; index < SHORTEST.length; index += 1) {
      subject.act(index, index);
      await subject.write();
    }
    expect(await counts(subject.caseNo)).toEqual({ events: 9, outbox: 9, actions: 6, notices: 2 });
    const events = await readEvents(database.db, subject.caseNo);
    let previous = '';
    for (const { hash, previousHash, ...event } of events) {
      expect(previousHash).toBe(previous);
      expect(eventHash(event, previousHash)).toBe(hash);
      previous = hash;
    }
    const [first] = events;
    expect(eventHash({ ...first!, detail: { ...(first!.detail as object), channel: 'online' } }, '')).not.toBe(first!.hash);
    const row = await readCase(database.db, subject.caseNo);
    expect(row?.snapshot.state).toEqual({ ...subject.file.state, acts: {} });
    expect(row?.hash).toBe(previous);
    expect(row?.snapshot.applicant.name).toBe('陈**');
    expect(await readApplicant(database.db, subject.caseNo)).toEqual(APPLICANT);
  });

  it('told twice changes nothing', async () => {
    const subject = new WrittenCase();
    await subject.write();
    subject.act(0, 1);
    const input = subject.input();
    const once = await projectCase(database.db, input);
    const [before] = await database.db.sql`select max(id) as id from outbox`;
    expect(await projectCase(database.db, input)).toEqual(once);
    expect(await database.db.sql`select max(id) as id from outbox`).toEqual([before]);
    expect(await counts(subject.caseNo)).toEqual({ events: 3, outbox: 3, actions: 1, notices: 1 });
  });

  it('goes only forward: an older write changes nothing', async () => {
    const subject = new WrittenCase();
    const first = subject.input();
    await subject.write();
    subject.act(0, 1);
    await subject.write();
    await projectCase(database.db, first);
    expect((await readCase(database.db, subject.caseNo))?.snapshot.state.stage).toBe('handling');
    expect(await counts(subject.caseNo)).toMatchObject({ events: 3 });
  });

  it('takes away what an attempt wrote that never was', async () => {
    const subject = new WrittenCase();
    await subject.write();
    const before = { file: subject.file, projected: subject.projected };
    // The worker dies after the write and before its task is completed: for the workflow, accept never happened.
    subject.act(0, 1);
    await subject.write();
    subject.file = before.file;
    subject.projected = before.projected;
    const other = handleAct(subject.file, message('clerk-2', { type: 'note', text: '材料待核' }), '2026-11-24T10:30:00.000+08:00', calendar);
    subject.file = other.file;
    subject.events = other.events;
    await subject.write();
    const events = await readEvents(database.db, subject.caseNo);
    expect(events.map(({ type }) => type)).toEqual(['received', 'note']);
    expect(await counts(subject.caseNo)).toEqual({ events: 2, outbox: 2, actions: 1, notices: 0 });
    expect((await readCase(database.db, subject.caseNo))?.snapshot.state.stage).toBe('received');
  });

  it('marks the notices of a recalled decision, in the same batch or a later one', async () => {
    const subject = new WrittenCase();
    await subject.write();
    for (let index = 0; index < 4; index += 1) {
      subject.act(index, index);
      await subject.write();
    }
    const recalled = handleAct(
      subject.file,
      message('market-chief', { type: 'recall', actionId: 'decide-market-chief', reason: '文号有误' }),
      '2026-11-24T11:00:00.000+08:00',
      calendar,
    );
    subject.file = recalled.file;
    subject.events = recalled.events;
    await subject.write();
    const notices = await readNotices(database.db, subject.caseNo);
    expect(notices.map(({ notice, revoked }) => [notice.kind, revoked])).toEqual([
      ['acceptance', false],
      ['decision', true],
    ]);
  });

  it('answers a queued act when its case has', async () => {
    const subject = new WrittenCase();
    await subject.write();
    await storeQueued(database.db, {
      caseNo: subject.caseNo,
      staffId: 'clerk-1',
      actionId: 'accept-clerk-1',
      fingerprint: 'f',
      type: 'accept',
      storedAt: '2026-11-24T09:30:00.000+08:00',
    });
    expect(await findAction(database.db, subject.caseNo, 'accept-clerk-1', 'clerk-1')).toMatchObject({ status: 'queued' });
    subject.act(0, 1);
    await subject.write();
    expect(await findAction(database.db, subject.caseNo, 'accept-clerk-1', 'clerk-1')).toMatchObject({ status: 'applied', revision: 2 });
  });
});
