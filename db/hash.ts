import { createHash } from 'node:crypto';
import type { CaseEvent } from '../domain/case/events.ts';

/** JSON with its keys in order, so that the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What a history shows of an event, and what its hash is of: no key of a client, no digest of a body. */
export interface PublicEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: unknown;
  readonly onBehalfOf: string | null;
  readonly detail: unknown;
  readonly actionId: string | null;
}

export const publicEvent = (event: CaseEvent): PublicEvent => ({
  seq: event.seq,
  at: event.at,
  type: event.type,
  actor: event.actor,
  onBehalfOf: event.onBehalfOf,
  detail: event.detail,
  actionId: event.action?.id ?? null,
});

/**
 * The link of the chain: SHA-256, in hex, of the event as everybody who may read the case sees it and of the hash
 * before it ('' before the first). Whoever has the history can check it (H5).
 */
export const eventHash = (event: PublicEvent, previousHash: string): string =>
  createHash('sha256')
    .update(canonicalJson({ ...event, previousHash }))
    .digest('hex');
