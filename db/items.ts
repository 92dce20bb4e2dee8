import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { ServiceItem } from '../domain/item.ts';
import type { LocalDate } from '../domain/time.ts';
import type { Database } from './client.ts';
import { serviceItems } from './schema.ts';

/** The first day counts, the last one no longer does. */
const inForce = (on: LocalDate) =>
  sql<boolean>`(${serviceItems.effectiveFrom} <= ${on} and (${serviceItems.effectiveTo} is null or ${on} < ${serviceItems.effectiveTo}))`;

/**
 * The version of an item in force on a day, or else its newest one (the caller sees that it is not in force); null
 * when the catalogue never had it.
 */
export async function findItem({ orm }: Database, code: string, on: LocalDate): Promise<ServiceItem | null> {
  const [row] = await orm
    .select({ data: serviceItems.data })
    .from(serviceItems)
    .where(eq(serviceItems.code, code))
    .orderBy(desc(inForce(on)), desc(serviceItems.version))
    .limit(1);
  return row === undefined ? null : (row.data as ServiceItem);
}

/** One version; null when there is none. */
export async function itemVersion(
  { orm }: Database,
  code: string,
  version: number,
): Promise<ServiceItem | null> {
  const [row] = await orm
    .select({ data: serviceItems.data })
    .from(serviceItems)
    .where(and(eq(serviceItems.code, code), eq(serviceItems.version, version)));
  return row === undefined ? null : (row.data as ServiceItem);
}

/** The catalogue in force on a day: the newest version of each item. */
export async function listItems({ orm }: Database, on: LocalDate): Promise<ServiceItem[]> {
  const rows = await orm
    .selectDistinctOn([serviceItems.code], { data: serviceItems.data })
    .from(serviceItems)
    .where(inForce(on))
    .orderBy(asc(serviceItems.code), desc(serviceItems.version));
  return rows.map((row) => row.data as ServiceItem);
}
