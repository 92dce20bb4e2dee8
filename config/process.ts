import { pino, type Logger } from 'pino';
import { SettingsError } from './env.ts';

/** The log of a process: JSON lines, `LOG_LEVEL` sets how much. Nothing personal goes into it. */
export const processLog = (name: string): Logger => pino({ name, level: process.env['LOG_LEVEL'] ?? 'info' });

/** Ends a process that cannot start: a wrong setting is one clear line, anything else is logged with its stack. */
export function refuseToStart(log: Logger, error: unknown): never {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'cannot start');
  process.exit(1);
}

/** Runs `stop` once, at the first SIGINT or SIGTERM. */
export function onStop(log: Logger, stop: () => Promise<unknown>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'ending');
      stop().catch((error: unknown) => {
        log.error({ err: error }, 'did not end cleanly');
        process.exitCode = 1;
      });
    });
}
