import { tokenVerifierFromEnv } from './api/auth/verifier.ts';
import { runApi } from './api/run.ts';
import { readSettings } from './config/env.ts';
import { onStop, processLog, refuseToStart } from './config/process.ts';

/** The API process (`npm run api`): answers until SIGINT or SIGTERM, then lets requests under way finish. */
const log = processLog('shenpi-api');
try {
  const settings = readSettings(process.env);
  const auth = await tokenVerifierFromEnv({ dataDir: settings.dataDir, env: process.env });
  const api = await runApi({ settings, auth, log });
  onStop(log, async () => {
    await api.stop();
    log.info('API has ended');
  });
  log.info({ url: api.url }, 'API answers');
} catch (error) {
  refuseToStart(log, error);
}
