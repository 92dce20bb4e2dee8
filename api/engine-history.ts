import { maskApplicant, maskPersonName, type Applicant } from '../domain/applicant.ts';

/**
 * The engine's history for a reader: the same JSON, importable in Temporal's UI, with personal data masked inside the
 * payloads. The engine itself keeps it in clear for its workers.
 */
export function maskHistory(history: unknown): unknown {
  return walk(history);
}

interface Payload {
  readonly metadata: { readonly encoding?: string };
  readonly data: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isPayload = (value: Record<string, unknown>): boolean =>
  isObject(value['metadata']) &&
  typeof value['metadata']['encoding'] === 'string' &&
  typeof value['data'] === 'string';

function walk(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walk);
  if (!isObject(value)) return value;
  if (isPayload(value)) return maskPayload(value as Record<string, unknown> & Payload);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

function maskPayload<T extends Payload>(payload: T): T {
  if (!decode(payload.metadata.encoding ?? '').startsWith('json/')) return payload;
  let content: unknown;
  try {
    content = JSON.parse(decode(payload.data));
  } catch {
    return payload;
  }
  return { ...payload, data: encode(JSON.stringify(maskContent(content))) };
}

/** Where personal data stands in the messages of a case: the applicant, a correction's values, who signed for it. */
function maskContent(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(maskContent);
  if (!isObject(content)) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, part]): [string, unknown] => {
      if (key === 'applicant' && isApplicant(part)) return [key, maskApplicant(part)];
      if (key === 'changes' && Array.isArray(part)) return [key, part.map(maskChange)];
      if (key === 'receivedBy' && typeof part === 'string') return [key, maskPersonName(part)];
      return [key, maskContent(part)];
    }),
  );
}

const isApplicant = (value: unknown): value is Applicant =>
  isObject(value) && ['kind', 'name', 'idNumber', 'phone'].every((field) => typeof value[field] === 'string');

const maskChange = (change: unknown): unknown =>
  isObject(change) ? { ...change, from: '***', to: '***' } : change;
