import { mintDevelopmentToken } from '../api/auth/verifier.ts';
import { dataDirOf } from '../config/env.ts';

/** `npm run -s token -- clerk-1`: prints a bearer token of the development issuer, and nothing else. */
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const [staffId, ...rest] = process.argv.slice(2);
if (staffId === undefined || staffId === '' || rest.length > 0)
  fail('Name one account, for example: npm run -s token -- clerk-1');
else if (process.env['NODE_ENV'] === 'production' || (process.env['OIDC_ISSUER'] ?? '') !== '')
  fail(
    'Development tokens are not taken in production, nor where OIDC_ISSUER is set: ask that issuer for one.',
  );
else process.stdout.write(`${await mintDevelopmentToken(dataDirOf(process.env), staffId)}\n`);
