import { desc, eq } from 'drizzle-orm';
import type { CalendarYear } from '../domain/calendar.ts';
import type { Database } from './client.ts';
import { calendarYears as table } from './schema.ts';

const yearOfRow = (row: typeof table.$inferSelect): CalendarYear => ({
  ...row,
  status: row.status as CalendarYear['status'],
});

/** The newest version of every year, ascending. */
export async function calendarYears({ orm }: Database): Promise<CalendarYear[]> {
  const rows = await orm.selectDistinctOn([table.year]).from(table).orderBy(table.year, desc(table.version));
  return rows.map(yearOfRow);
}

/** The newest version of one year; null when the table has none. */
export async function calendarYear({ orm }: Database, year: number): Promise<CalendarYear | null> {
  const [row] = await orm
    .select()
    .from(table)
    .where(eq(table.year, year))
    .orderBy(desc(table.version))
    .limit(1);
  return row === undefined ? null : yearOfRow(row);
}
