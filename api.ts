import { pino } from 'pino';
import { readSettings } from './config/env.ts';
import { runApi } from './api/run.ts';
import { tokenVerifierFromEnv } from './api/auth/verifier.ts';

/** The API process (`npm run api`): answers until SIGINT or SIGTERM, then lets requests under way finish. */
const log = pino({ name: 'shenpi-api' });
const settings = readSettings(process.env);
const auth = await tokenVerifierFromEnv({ dataDir: settings.dataDir, env: process.env });
const api = await runApi({ settings, auth, log });
log.info({ url: api.url }, 'API answers');

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'finishing requests');
    void api.stop().then(() => {
      log.info('API has ended');
    });
  });
}
