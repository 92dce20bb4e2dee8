import { readSettings } from '../config/env.ts';
import { seedDatabase } from '../db/seed.ts';

/** `npm run db:seed`: brings the embedded departments, staff, items and calendar into the database of DATABASE_URL. */
try {
  await seedDatabase(readSettings(process.env).databaseUrl);
  process.stdout.write('The registers are seeded.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
