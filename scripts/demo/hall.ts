import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Applicant } from '../../domain/applicant.ts';
import type { Act, SubmittedMaterial } from '../../domain/case/acts.ts';
import type { Channel } from '../../domain/case/state.ts';
import type { CaseView } from '../../domain/case/view.ts';
import type { ServiceItem } from '../../domain/item.ts';

/** The body of an application, as `POST /api/cases` takes it. */
export interface Application {
  readonly itemCode: string;
  readonly channel: Channel;
  readonly applicant: Applicant;
  readonly materials: readonly SubmittedMaterial[];
}

/** An answer that is no success (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Nothing answers at the address. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

interface ProblemBody {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}

interface ActionAnswer {
  readonly action: {
    readonly id: string;
    readonly status: 'queued' | 'applied' | 'rejected';
    readonly problem?: ProblemBody;
  };
  readonly case?: CaseView;
}

const ATTEMPTS = 20;
const POLL_MS = 500;

/** Worth sending again under the same key: the server is busy, still at it, or short of one of its stores. */
const isPassing = (status: number, code: string): boolean =>
  status === 503 || status === 429 || (status === 409 && code === 'in-progress');

/** The hall as its clients see it: HTTP and nothing else. */
export class Hall {
  readonly url: string;
  readonly #mint: (staffId: string) => Promise<string>;
  readonly #tokens = new Map<string, Promise<string>>();
  readonly #items = new Map<string, Promise<ServiceItem>>();

  /** `mint` gives the token of a staff account. */
  constructor(url: string, mint: (staffId: string) => Promise<string>) {
    this.url = url.replace(/\/+$/, '');
    this.#mint = mint;
  }

  /** Whether the stack can play: the body of `readyz` when it cannot. Throws {@link Unreachable}. */
  async readiness(): Promise<{ readonly ready: boolean; readonly body: string }> {
    const response = await this.#fetch('/readyz', {});
    return { ready: response.ok, body: await response.text() };
  }

  /** A catalogue item; asked for once. */
  item(code: string): Promise<ServiceItem> {
    const known = this.#items.get(code);
    if (known !== undefined) return known;
    const asked = this.#call<ServiceItem>('GET', `/api/items/${code}`, null);
    this.#items.set(code, asked);
    return asked;
  }

  receive(staffId: string, application: Application): Promise<CaseView> {
    return this.#call<CaseView>('POST', '/api/cases', staffId, application);
  }

  read(staffId: string, caseNo: string): Promise<CaseView> {
    return this.#call<CaseView>('GET', `/api/cases/${caseNo}`, staffId);
  }

  /**
   * One act, by its end: applied, or a {@link Problem}. An answer 202 (no worker at hand) is waited for at the
   * action's own address.
   */
  async act(
    staffId: string,
    caseNo: string,
    act: Act,
  ): Promise<{ readonly actionId: string; readonly view: CaseView }> {
    const path = `/api/cases/${caseNo}/actions`;
    let answer = await this.#call<ActionAnswer>('POST', path, staffId, act);
    for (let polls = 0; answer.action.status === 'queued' && polls < ATTEMPTS * 3; polls += 1) {
      await sleep(POLL_MS);
      answer = normalised(
        await this.#call<ActionAnswer | ActionAnswer['action']>(
          'GET',
          `${path}/${answer.action.id}`,
          staffId,
        ),
      );
    }
    const { id, status, problem } = answer.action;
    if (status === 'applied')
      return { actionId: id, view: answer.case ?? (await this.read(staffId, caseNo)) };
    if (status === 'queued') throw new Problem(202, 'queued', `${act.type}: no worker has taken it yet`);
    throw new Problem(409, problem?.code ?? 'rejected', problem?.detail ?? problem?.title ?? act.type);
  }

  async #call<T>(method: 'GET' | 'POST', path: string, staffId: string | null, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (staffId !== null) headers['authorization'] = `Bearer ${await this.#token(staffId)}`;
    if (method === 'POST') {
      headers['content-type'] = 'application/json';
      // One key for all attempts: sent twice, it is done once.
      headers['idempotency-key'] = randomUUID();
    }
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#fetch(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text) as T;
      const { code = `http-${response.status}`, title, detail } = parseProblem(text);
      if (!isPassing(response.status, code) || attempt === ATTEMPTS)
        throw new Problem(
          response.status,
          code,
          `${method} ${path}: ${detail ?? title ?? text.slice(0, 200)}`,
        );
      const seconds = Number(response.headers.get('retry-after') ?? '1');
      await sleep(1000 * (Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.2), 10) : 1));
    }
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.url + path, { ...init, signal: AbortSignal.timeout(30_000) });
    } catch (error) {
      throw new Unreachable(`${this.url} does not answer`, { cause: error });
    }
  }

  #token(staffId: string): Promise<string> {
    const known = this.#tokens.get(staffId);
    if (known !== undefined) return known;
    const minted = this.#mint(staffId);
    this.#tokens.set(staffId, minted);
    return minted;
  }
}

/** The address of an action answers the action by itself or within an object. */
const normalised = (answer: ActionAnswer | ActionAnswer['action']): ActionAnswer =>
  'action' in answer ? answer : { action: answer };

function parseProblem(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody;
  } catch {
    return {};
  }
}
