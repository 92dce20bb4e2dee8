import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { connectDatabase, type Database } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { seedDatabase } from '../../db/seed.ts';
import { createDatabase } from '../../embedded/postgres.ts';

export interface FreshDatabase {
  readonly url: string;
  readonly db: Database;
  drop(): Promise<void>;
}

/** A database of its own on the shared server, migrated and seeded. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('the global setup has started no Postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = await createDatabase(server, name);
  await migrate(url);
  await seedDatabase(url);
  const db = connectDatabase(url);
  return {
    url,
    db,
    async drop() {
      await db.close();
      const sql = postgres(server, { max: 1, onnotice: () => undefined });
      await sql`drop database ${sql(name)} with (force)`;
      await sql.end();
    },
  };
}
