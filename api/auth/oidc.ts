import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** The issuer could not be asked for its keys: the token may be good, nobody can tell now. */
export class IssuerAwayError extends Error {
  override readonly name = 'IssuerAwayError';
}

/** Signatures an issuer may use; never a shared secret, never none. */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'PS256', 'PS384', 'RS256', 'RS384', 'RS512'];
const CLOCK_TOLERANCE_SECONDS = 5;
const DISCOVERY_TIMEOUT_MS = 5000;

/** Where the issuer publishes its keys (OpenID Connect Discovery 1.0). */
async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let document: unknown;
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS),
      redirect: 'error',
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    document = await response.json();
  } catch (error) {
    throw new IssuerAwayError(`${address}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const { issuer: named, jwks_uri: keys } = document as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof keys !== 'string')
    throw new IssuerAwayError(`${address} does not describe the issuer ${issuer}`);
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: DISCOVERY_TIMEOUT_MS });
}

/**
 * Claims of a token of a production issuer. Its keys are discovered at the first token and kept; while it is away,
 * {@link IssuerAwayError}. Any other token throws a `jose` error.
 */
export function oidcClaims(
  issuer: string,
  audience: string | undefined,
): (token: string) => Promise<{ sub?: string; exp?: number }> {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  return async (token) => {
    const pending = (keys ??= discoverKeys(issuer));
    let getKey: JWTVerifyGetKey;
    try {
      getKey = await pending;
    } catch (error) {
      if (keys === pending) keys = null;
      throw error;
    }
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer,
        ...(audience === undefined ? {} : { audience }),
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      // Whatever is not a fault of the token is a fault on the way to the keys.
      if (
        error instanceof errors.JOSEError &&
        !(error instanceof errors.JWKSTimeout) &&
        error.code !== 'ERR_JOSE_GENERIC'
      )
        throw error;
      throw new IssuerAwayError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
}
