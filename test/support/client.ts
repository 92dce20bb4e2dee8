import { randomUUID } from 'node:crypto';
import type { Act } from '../../domain/case/acts.ts';
import type { CaseView } from '../../domain/case/view.ts';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ActAnswerBody {
  readonly action: { readonly id: string; readonly type: string; readonly status: string };
  readonly case: CaseView;
  readonly code?: string;
  readonly errors?: { path: string; message: string }[];
}

/** A person at the API: one token, plain requests. */
export class Client {
  private readonly baseUrl: string;
  private readonly token: Promise<string> | null;

  constructor(baseUrl: string, token: Promise<string> | null) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  async send<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${await this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }

  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('GET', path, undefined, headers);
  }

  receive(body: unknown, key: string = randomUUID()): Promise<Answer<CaseView & { code?: string }>> {
    return this.send('POST', '/api/cases', body, { 'idempotency-key': key });
  }

  act(
    caseNo: string,
    act: Act | Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Answer<ActAnswerBody>> {
    return this.send('POST', `/api/cases/${caseNo}/actions`, act, {
      'idempotency-key': randomUUID(),
      ...headers,
    });
  }
}
