import { createHash } from 'node:crypto';
import { errors } from 'jose';
import { SettingsError } from '../../config/env.ts';
import { developmentClaims } from './development.ts';
import { oidcClaims } from './oidc.ts';

export { mintDevelopmentToken } from './development.ts';
export { IssuerAwayError } from './oidc.ts';

/** Who a token speaks for; what the account may do is read from the register, never from the token (G1). */
export interface Identity {
  readonly staffId: string;
}

/** A token that is expired, forged, of another issuer, or no token at all. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

export interface TokenVerifier {
  /** Throws {@link InvalidTokenError}, or IssuerAwayError when the issuer's keys cannot be had. */
  verify(token: string): Promise<Identity>;
}

/** A signature costs more than the rest of a request: a verified token is kept by its digest until it expires. */
const MAX_KEPT = 10_000;
const MAX_TOKEN_LENGTH = 8192;
const MAX_SUBJECT_LENGTH = 100;

interface Kept {
  readonly identity: Identity;
  readonly expiresAtMs: number;
}

export function tokenVerifier(
  claimsOf: (token: string) => Promise<{ sub?: string; exp?: number }>,
): TokenVerifier {
  const kept = new Map<string, Kept>();
  return {
    async verify(token) {
      if (token.length > MAX_TOKEN_LENGTH) throw new InvalidTokenError('the token is too long');
      const digest = createHash('sha256').update(token).digest('base64url');
      const known = kept.get(digest);
      if (known !== undefined) {
        if (known.expiresAtMs > Date.now()) return known.identity;
        kept.delete(digest);
        throw new InvalidTokenError('the token has expired');
      }
      const { sub, exp } = await claimsOrInvalid(claimsOf, token);
      if (sub === undefined || sub === '' || sub.length > MAX_SUBJECT_LENGTH || exp === undefined)
        throw new InvalidTokenError('the token names nobody or never expires');
      const identity = { staffId: sub };
      if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
      kept.set(digest, { identity, expiresAtMs: exp * 1000 });
      return identity;
    },
  };
}

async function claimsOrInvalid(
  claimsOf: (token: string) => Promise<{ sub?: string; exp?: number }>,
  token: string,
): Promise<{ sub?: string; exp?: number }> {
  try {
    return await claimsOf(token);
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new InvalidTokenError(error.message, { cause: error });
    throw error;
  }
}

/**
 * The verifier that the environment asks for. `OIDC_ISSUER` set: tokens of that issuer and no others (audience
 * `OIDC_AUDIENCE` where set). Without it: tokens of the development issuer, whose key lies in `dataDir`, and under
 * `NODE_ENV=production` none at all.
 *
 * @throws SettingsError when production names no issuer, or the issuer is no address
 */
export async function tokenVerifierFromEnv({
  dataDir,
  env,
}: {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<TokenVerifier> {
  const issuer = env['OIDC_ISSUER'] ?? '';
  if (issuer !== '') {
    if (!URL.canParse(issuer)) throw new SettingsError(`OIDC_ISSUER is not an address: “${issuer}”.`);
    const audience = env['OIDC_AUDIENCE'] ?? '';
    return tokenVerifier(oidcClaims(issuer, audience === '' ? undefined : audience));
  }
  if (env['NODE_ENV'] === 'production')
    throw new SettingsError(
      'NODE_ENV is production and OIDC_ISSUER is not set. Name the issuer of your tokens (OIDC_ISSUER=https://…); development tokens are not taken in production.',
    );
  return tokenVerifier(await developmentClaims(dataDir));
}
