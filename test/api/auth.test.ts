import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  InvalidTokenError,
  IssuerAwayError,
  mintDevelopmentToken,
  tokenVerifier,
  tokenVerifierFromEnv,
} from '../../api/auth/verifier.ts';
import { SettingsError } from '../../config/env.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shenpi-auth-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the development issuer', () => {
  it('keeps one key, readable by nobody else, however many start at once', async () => {
    const folder = join(dataDir, 'many');
    const tokens = await Promise.all(
      Array.from({ length: 8 }, () => mintDevelopmentToken(folder, 'clerk-1')),
    );
    const verifier = await tokenVerifierFromEnv({ dataDir: folder, env: {} });
    for (const token of tokens) expect(await verifier.verify(token)).toEqual({ staffId: 'clerk-1' });
    expect((await stat(join(folder, 'dev-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('gives tokens of twelve hours and takes none that has run out, is of another key, or of no account', async () => {
    const verifier = await tokenVerifierFromEnv({ dataDir, env: {} });
    const token = await mintDevelopmentToken(dataDir, 'clerk-1');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      iat: number;
      exp: number;
    };
    expect(claims.exp - claims.iat).toBe(12 * 3600);
    expect(await verifier.verify(token)).toEqual({ staffId: 'clerk-1' });
    vi.useFakeTimers({ now: (claims.exp + 1) * 1000, toFake: ['Date'] });
    await expect(verifier.verify(token)).rejects.toThrow(InvalidTokenError);
    await expect((await tokenVerifierFromEnv({ dataDir, env: {} })).verify(token)).rejects.toThrow(
      InvalidTokenError,
    );
    vi.useRealTimers();
    const foreign = await mintDevelopmentToken(join(dataDir, 'other'), 'clerk-1');
    await expect(verifier.verify(foreign)).rejects.toThrow(InvalidTokenError);
    const key = await importJWK(
      JSON.parse(await readFile(join(dataDir, 'dev-key.json'), 'utf8')) as JWK,
      'EdDSA',
    );
    const nobody = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('urn:shenpi:development')
      .setAudience('shenpi')
      .setExpirationTime('1h')
      .sign(key);
    await expect(verifier.verify(nobody)).rejects.toThrow(InvalidTokenError);
    const endless = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('urn:shenpi:development')
      .setAudience('shenpi')
      .setSubject('clerk-1')
      .sign(key);
    await expect(verifier.verify(endless)).rejects.toThrow(InvalidTokenError);
  });

  it('checks a signature once a token', async () => {
    const claims = vi.fn(() => Promise.resolve({ sub: 'clerk-1', exp: Date.now() / 1000 + 60 }));
    const verifier = tokenVerifier(claims);
    for (let i = 0; i < 5; i += 1) await verifier.verify('a-token');
    expect(claims).toHaveBeenCalledTimes(1);
  });

  it('is not there in production', async () => {
    await expect(tokenVerifierFromEnv({ dataDir, env: { NODE_ENV: 'production' } })).rejects.toThrow(
      SettingsError,
    );
    await expect(tokenVerifierFromEnv({ dataDir, env: { OIDC_ISSUER: 'no address' } })).rejects.toThrow(
      SettingsError,
    );
  });

  it('says so when its key is damaged', async () => {
    const folder = join(dataDir, 'damaged');
    await mintDevelopmentToken(folder, 'clerk-1');
    await writeFile(join(folder, 'dev-key.json'), '{"kty":"oct","k":"c2VjcmV0"}');
    await expect(mintDevelopmentToken(folder, 'clerk-1')).rejects.toThrow(/dev-key\.json/);
  });
});

describe('an OpenID issuer', () => {
  let server: Server;
  let issuer: string;
  let sign: (claims: { sub?: string; aud?: string; iss?: string; expires?: string }) => Promise<string>;
  let discoveries = 0;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    server = createServer((req, res) => {
      res.setHeader('content-type', 'application/json');
      if (req.url === '/.well-known/openid-configuration') {
        discoveries += 1;
        res.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
      } else if (req.url === '/keys') res.end(JSON.stringify({ keys: [jwk] }));
      else res.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sign = ({ sub = 'clerk-1', aud = 'shenpi', iss = issuer, expires = '5m' }) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(iss)
        .setAudience(aud)
        .setSubject(sub)
        .setExpirationTime(expires)
        .sign(privateKey);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is asked for its keys once, and its tokens are taken', async () => {
    const verifier = await tokenVerifierFromEnv({
      dataDir,
      env: { OIDC_ISSUER: issuer, NODE_ENV: 'production' },
    });
    expect(await verifier.verify(await sign({}))).toEqual({ staffId: 'clerk-1' });
    expect(await verifier.verify(await sign({ sub: 'clerk-2' }))).toEqual({ staffId: 'clerk-2' });
    expect(discoveries).toBe(1);
    await expect(verifier.verify(await sign({ iss: 'https://elsewhere.example' }))).rejects.toThrow(
      InvalidTokenError,
    );
    await expect(verifier.verify(await sign({ expires: '-1m' }))).rejects.toThrow(InvalidTokenError);
  });

  it('leaves no room for development tokens', async () => {
    const verifier = await tokenVerifierFromEnv({ dataDir, env: { OIDC_ISSUER: issuer } });
    await expect(verifier.verify(await mintDevelopmentToken(dataDir, 'clerk-1'))).rejects.toThrow(
      InvalidTokenError,
    );
  });

  it('speaks to one audience where one is named', async () => {
    const verifier = await tokenVerifierFromEnv({
      dataDir,
      env: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'shenpi' },
    });
    expect(await verifier.verify(await sign({}))).toEqual({ staffId: 'clerk-1' });
    await expect(verifier.verify(await sign({ aud: 'another' }))).rejects.toThrow(InvalidTokenError);
  });

  it('that is away says nothing against a token', async () => {
    const verifier = await tokenVerifierFromEnv({ dataDir, env: { OIDC_ISSUER: 'http://127.0.0.1:9' } });
    await expect(verifier.verify(await sign({}))).rejects.toThrow(IssuerAwayError);
  });
});
