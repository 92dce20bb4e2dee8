import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import postgres from 'postgres';
import { migrate } from '../../db/migrate.ts';
import { seedDatabase } from '../../db/seed.ts';
import { createDatabase } from '../../embedded/postgres.ts';

const server = process.env['TEST_POSTGRES_URL'] ?? '';
const made: string[] = [];
let url: string;

beforeEach(async () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  url = await createDatabase(server, name);
  made.push(name);
});
afterAll(async () => {
  const sql = postgres(server, { max: 1, onnotice: () => undefined });
  for (const name of made) await sql`drop database ${sql(name)} with (force)`;
  await sql.end();
});

async function ask<T extends Record<string, unknown>>(text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1 });
  try {
    return [...(await sql.unsafe<T[]>(text))];
  } finally {
    await sql.end();
  }
}

const tables = () =>
  ask(`select table_name, column_name, data_type, is_nullable from information_schema.columns
       where table_schema = 'public' order by 1, 2`);
const applied = () => ask('select hash from drizzle.__drizzle_migrations order by id');
const COUNTS = `select (select count(*)::int from departments) as departments, (select count(*)::int from staff) as staff,
  (select count(*)::int from service_items) as items, (select count(*)::int from calendar_years) as years`;

describe('migrating', () => {
  it('twice is as good as once', async () => {
    await migrate(url);
    const [once, hashes] = [await tables(), await applied()];
    expect(once.length).toBeGreaterThan(80);
    await migrate(url);
    expect(await tables()).toEqual(once);
    expect(await applied()).toEqual(hashes);
  });

  it('from several processes at once takes turns', async () => {
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const hashes = await applied();
    expect(new Set(hashes.map((row) => row['hash'])).size).toBe(hashes.length);
    expect(hashes.length).toBeGreaterThan(0);
  });

  it('says what is wrong when there is no database', async () => {
    await expect(migrate(url.replace(/\/[^/]*$/, '/absent_database'))).rejects.toThrow(/does not exist/);
  });
});

describe('seeding', () => {
  it('brings the embedded registers, once', async () => {
    await migrate(url);
    await seedDatabase(url);
    const once = await ask(COUNTS);
    expect(once).toEqual([{ departments: 8, staff: 59, items: 13, years: 3 }]);
    await seedDatabase(url);
    await Promise.all([seedDatabase(url), seedDatabase(url)]);
    expect(await ask(COUNTS)).toEqual(once);
  });

  it('leaves alone what the hall has changed', async () => {
    await migrate(url);
    await seedDatabase(url);
    await ask(`update staff set status = 'left' where staff_id = 'clerk-2'`);
    await ask(`update departments set name = '市监局' where code = 'market'`);
    await seedDatabase(url);
    expect(await ask(`select status from staff where staff_id = 'clerk-2'`)).toEqual([{ status: 'left' }]);
    expect(await ask(`select name from departments where code = 'market'`)).toEqual([{ name: '市监局' }]);
  });
});
