import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readApplicant, readCase } from '../../db/cases.ts';
import {
  findIntake,
  intakeStarted,
  pendingIntakes,
  storeIntake,
  type NewIntake,
  type StoredIntake,
} from '../../db/intake.ts';
import { actorAndKey } from '../../db/staff.ts';
import { firstSnapshot } from '../../engine/first-snapshot.ts';
import { APPLICANT, caseInput } from '../support/case-fixtures.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { WrittenCase } from './support/written-case.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const intake = (key: string, changes: Partial<NewIntake> = {}): NewIntake => ({
  subject: 'clerk-1',
  key,
  fingerprint: `digest of ${key}`,
  department: 'market',
  division: '440781',
  day: '2026-11-24',
  itemCode: 'food-business',
  input: (caseNo) => caseInput(caseNo),
  storedAt: '2026-11-24T09:00:00.000+08:00',
  ...changes,
});

const caseNoOf = (stored: StoredIntake): string => {
  if (stored.kind === 'mismatch') throw new Error('a mismatch has no case');
  return stored.caseNo;
};

const store = async (key: string, changes: Partial<NewIntake> = {}): Promise<string> =>
  caseNoOf(await storeIntake(database.db, intake(key, changes)));

describe('case numbers', () => {
  it('are all different and without gaps when fifty applications come at once', async () => {
    const day = '2026-11-25';
    const numbers = await Promise.all(Array.from({ length: 50 }, (_, nth) => store(`burst-${nth}`, { day })));
    expect([...numbers].sort()).toEqual(
      Array.from({ length: 50 }, (_, nth) => `440781-market-20261125-${String(nth + 1).padStart(4, '0')}`),
    );
  });

  it('count for each department and day by themselves', async () => {
    const day = '2026-11-26';
    expect(await store('a', { day })).toBe('440781-market-20261126-0001');
    expect(await store('b', { day, department: 'health' })).toBe('440781-health-20261126-0001');
    expect(await store('c', { day: '2026-11-27' })).toBe('440781-market-20261127-0001');
    expect(await store('d', { day })).toBe('440781-market-20261126-0002');
  });

  it('go on past 9999', async () => {
    const day = '2026-11-30';
    await database.db.sql`insert into case_counters (department, day, last) values ('market', ${day}, 9998)`;
    expect(await store('before', { day })).toBe('440781-market-20261130-9999');
    expect(await store('after', { day })).toBe('440781-market-20261130-10000');
  });
});

describe('the key of an application', () => {
  it('leads to the same case again, and spends no second number', async () => {
    const day = '2026-12-01';
    const first = await storeIntake(database.db, intake('same', { day }));
    expect(first).toMatchObject({ kind: 'stored', caseNo: '440781-market-20261201-0001', state: 'pending' });
    const again = await storeIntake(database.db, intake('same', { day }));
    expect(again).toMatchObject({
      kind: 'replayed',
      caseNo: '440781-market-20261201-0001',
      state: 'pending',
    });
    expect(again.kind === 'replayed' && again.input).toEqual(caseInput('440781-market-20261201-0001'));
    expect(await store('next', { day })).toBe('440781-market-20261201-0002');
  });

  it('leads ten requests at once to one case', async () => {
    const stored = await Promise.all(
      Array.from({ length: 10 }, () => storeIntake(database.db, intake('ten', { day: '2026-12-02' }))),
    );
    expect(new Set(stored.map(caseNoOf)).size).toBe(1);
    expect(stored.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(stored.filter(({ kind }) => kind === 'replayed')).toHaveLength(9);
    expect(await database.db.sql`select 1 from intakes where idempotency_key = 'ten'`).toHaveLength(1);
  });

  it('with another body is a mismatch', async () => {
    await store('body');
    expect(await storeIntake(database.db, intake('body', { fingerprint: 'another' }))).toEqual({
      kind: 'mismatch',
    });
  });

  it('belongs to the identity that sent it', async () => {
    const mine = await store('shared');
    const theirs = await store('shared', { subject: 'clerk-2' });
    expect(theirs).not.toBe(mine);
    expect((await findIntake(database.db, 'clerk-2', 'shared'))?.caseNo).toBe(theirs);
    expect(await findIntake(database.db, 'leader-1', 'shared')).toBeNull();
    expect((await actorAndKey(database.db, 'clerk-1', 'shared')).use).toEqual({
      kind: 'intake',
      caseNo: mine,
      fingerprint: 'digest of shared',
      status: 'pending',
    });
  });
});

describe('an intake whose case has started', () => {
  const started = async (caseNo: string): Promise<void> => {
    const input = caseInput(caseNo);
    await intakeStarted(database.db, caseNo, firstSnapshot(input, '2026-11-24T09:00:00.000+08:00'));
  };

  it('forgets its personal data and shows the case before any worker ran', async () => {
    const caseNo = await store('shown');
    expect(await readCase(database.db, caseNo)).toBeNull();
    await started(caseNo);
    expect(await findIntake(database.db, 'clerk-1', 'shown')).toMatchObject({
      state: 'started',
      input: null,
    });
    const row = await readCase(database.db, caseNo);
    expect(row?.snapshot.state).toMatchObject({ caseNo, stage: 'received' });
    expect(row?.snapshot.applicant.name).toBe('陈**');
    expect(await readApplicant(database.db, caseNo)).toEqual(APPLICANT);
  });

  it('told twice, or after the case went on, changes nothing', async () => {
    const caseNo = await store('late');
    const subject = new WrittenCase(database.db, caseNo);
    await subject.play(1);
    await started(caseNo);
    await started(caseNo);
    expect((await readCase(database.db, caseNo))?.snapshot.state.stage).toBe('handling');
    expect(await findIntake(database.db, 'clerk-1', 'late')).toMatchObject({ state: 'started', input: null });
  });

  it('gives way to what its workflow writes', async () => {
    const caseNo = await store('way');
    await started(caseNo);
    await new WrittenCase(database.db, caseNo).play(0);
    const row = await readCase(database.db, caseNo);
    expect(row?.snapshot.state.revision).toBe(1);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the sweep', () => {
  it('finds what was stored a while ago and has not started, oldest first', async () => {
    const [old, older, young, begun] = ['sweep-old', 'sweep-older', 'sweep-young', 'sweep-begun'];
    const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
    await database.db.sql`delete from intakes`;
    const numbers = await Promise.all([
      store(old, { storedAt: ago(5) }),
      store(older, { storedAt: ago(6) }),
      store(young, { storedAt: ago(0) }),
      store(begun, { storedAt: ago(7) }),
    ]);
    await intakeStarted(
      database.db,
      numbers[3],
      firstSnapshot(caseInput(numbers[3]), '2026-11-24T09:00:00.000+08:00'),
    );
    const found = await pendingIntakes(database.db, 60_000, 10);
    expect(found.map(({ caseNo }) => caseNo)).toEqual([numbers[1], numbers[0]]);
    expect(found[0]?.input.applicant).toEqual(APPLICANT);
    expect(found[0]?.storedAt).toMatch(/\+08:00$/);
    expect(await pendingIntakes(database.db, 60_000, 1)).toHaveLength(1);
  });
});
