/**
 * The settings of the processes, from the environment; the connection to Temporal has variables of its own
 * (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, TLS and API key: `@temporalio/envconfig`).
 */
export interface Settings {
  readonly databaseUrl: string;
  readonly port: number;
  readonly production: boolean;
  /** Where a development stack keeps its key and its databases. */
  readonly dataDir: string;
  /** The address of Temporal's Web UI, for links into it; null when none is known. */
  readonly temporalUiUrl: string | null;
}

/** Where the embedded stack listens when nobody says otherwise. */
export const DEFAULT_PORT = 3000;

/** A setting that cannot be used; the message says which and how to mend it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads the settings. Throws {@link SettingsError} naming the variable that is missing or wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const databaseUrl = env['DATABASE_URL'] ?? '';
  if (databaseUrl === '')
    throw new SettingsError(
      'DATABASE_URL is not set. Name a PostgreSQL 15 or newer (postgres://user:password@host:5432/shenpi), or run `npm start`, which brings its own.',
    );
  return {
    databaseUrl,
    port: readPort(env),
    production: env['NODE_ENV'] === 'production',
    dataDir: dataDirOf(env),
    temporalUiUrl: env['TEMPORAL_UI_URL'] ?? null,
  };
}

/** `PORT`, 3000 when not set. */
export function readPort(env: NodeJS.ProcessEnv): number {
  const text = env['PORT'] ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingsError(`PORT must be a number from 0 to 65535, not “${text}”.`);
  return port;
}

export const dataDirOf = (env: NodeJS.ProcessEnv): string => env['SHENPI_DATA_DIR'] ?? '.data';
