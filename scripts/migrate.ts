import { readSettings } from '../config/env.ts';
import { migrate } from '../db/migrate.ts';

/** `npm run db:migrate`: brings the database of DATABASE_URL to this version's schema. */
try {
  await migrate(readSettings(process.env).databaseUrl);
  process.stdout.write('The database is migrated.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
