import { connectDatabase } from './client.ts';
import { calendarYears, departments, serviceItems, staff } from './schema.ts';
import { EMBEDDED_CALENDAR } from './seed/calendar.ts';
import { EMBEDDED_ITEMS } from './seed/items/index.ts';
import { EMBEDDED_DEPARTMENTS, EMBEDDED_STAFF } from './seed/staff.ts';
import { itemProblems } from '../domain/item.ts';

/**
 * Brings in the embedded departments, staff, items and calendar. Harmless to repeat: what is there already, changed or
 * not, stays as it is.
 */
export async function seedDatabase(databaseUrl: string): Promise<void> {
  for (const item of EMBEDDED_ITEMS) {
    const problems = itemProblems(item);
    if (problems.length > 0) throw new Error(`item ${item.code}: ${JSON.stringify(problems)}`);
  }
  const db = connectDatabase(databaseUrl, { max: 1 });
  try {
    await db.orm.transaction(async (tx) => {
      await tx
        .insert(departments)
        .values([...EMBEDDED_DEPARTMENTS])
        .onConflictDoNothing();
      await tx
        .insert(staff)
        .values(
          EMBEDDED_STAFF.map(({ duties, authorisedItems, ...member }) => ({
            ...member,
            duties: [...duties],
            authorisedItems: authorisedItems === null ? null : [...authorisedItems],
          })),
        )
        .onConflictDoNothing();
      await tx
        .insert(serviceItems)
        .values(
          EMBEDDED_ITEMS.map((item) => ({
            code: item.code,
            version: item.version,
            effectiveFrom: item.effectiveFrom,
            effectiveTo: item.effectiveTo,
            data: item,
          })),
        )
        .onConflictDoNothing();
      await tx
        .insert(calendarYears)
        .values(EMBEDDED_CALENDAR.map((year) => ({ ...year, off: [...year.off], work: [...year.work] })))
        .onConflictDoNothing();
    });
  } finally {
    await db.close();
  }
}
