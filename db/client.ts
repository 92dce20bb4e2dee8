import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

/** The connection to the read model and the registers: drizzle for what reads like a query, postgres.js for the rest. */
export interface Database {
  readonly sql: postgres.Sql;
  readonly orm: PostgresJsDatabase<typeof schema>;
  close(): Promise<void>;
}

/** An absent database must fail fast: an officer's act does not wait for it. Seconds. */
const CONNECT_TIMEOUT_S = 2;

/**
 * Connects lazily; `max` connections at most. `drizzle()` makes this client pass JSON and dates through as text: that
 * is why statements say `${JSON.stringify(…)}::jsonb` and `${instant}::timestamptz`, and why instants come back as
 * text (instants.ts).
 */
export function connectDatabase(url: string, { max = 10 }: { readonly max?: number } = {}): Database {
  const sql = postgres(url, {
    max,
    connect_timeout: CONNECT_TIMEOUT_S,
    // Without a fixed pause between tries a database that comes back is seen at once.
    backoff: () => 0.2,
    onnotice: () => undefined,
    connection: { application_name: 'shenpi', timezone: 'Asia/Shanghai' },
  });
  return { sql, orm: drizzle(sql, { schema }), close: () => sql.end({ timeout: 5 }) };
}

/** Errors of a database that is not there, as opposed to one that says no. */
const AWAY_CODES: ReadonlySet<string> = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08006',
]);

/** True when the database could not be reached, is starting up or is going down. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (AWAY_CODES.has(code)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseAway)) return true;
  }
  return false;
}

/** Answers when the database does; throws when it is away. */
export async function ping(db: Database): Promise<void> {
  await db.sql`select 1`;
}
