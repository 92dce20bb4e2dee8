import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';

/** The development issuer: whoever reads the key file may act as anybody, hence never in production. */
const ISSUER = 'urn:shenpi:development';
const AUDIENCE = 'shenpi';
const ALGORITHM = 'EdDSA';
const LIFETIME = '12h';
const KEY_FILE = 'dev-key.json';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
const exists = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/**
 * The key of the development issuer, made at first use. Written aside with mode 0600 and linked into place, so that of
 * two processes that start at once one wins and both use the same key, and no half-written file is ever read.
 */
async function developmentKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, KEY_FILE);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as JWK;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const key: JWK = { ...jwk, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
  await mkdir(dataDir, { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify(key), { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, path);
    return key;
  } catch (error) {
    if (!exists(error)) throw error;
    return JSON.parse(await readFile(path, 'utf8')) as JWK;
  } finally {
    await rm(aside, { force: true });
  }
}

async function asCryptoKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array)
    throw new TypeError(`${KEY_FILE} holds no Ed25519 key; delete it, a new one will be made`);
  return key;
}

/** A bearer token for an account, valid 12 hours, that a stack with the same data folder takes. */
export async function mintDevelopmentToken(dataDir: string, staffId: string): Promise<string> {
  const jwk = await developmentKey(dataDir);
  return new SignJWT({})
    .setProtectedHeader({ alg: ALGORITHM, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(staffId)
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(await asCryptoKey(jwk));
}

/** Claims of a token of the development issuer. Throws a `jose` error for any other token. */
export async function developmentClaims(
  dataDir: string,
): Promise<(token: string) => Promise<{ sub?: string; exp?: number }>> {
  const { kty, crv, x } = await developmentKey(dataDir);
  // The public half is enough to verify.
  const key = await asCryptoKey({ kty, crv, x } as JWK);
  return async (token) => {
    const { payload } = await jwtVerify(token, key, {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      requiredClaims: ['sub', 'exp'],
    });
    return payload;
  };
}
