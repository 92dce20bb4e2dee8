/**
 * The one table of refusals (RFC 9457 `code` → HTTP status). A rule that refuses names its code here; the API, the
 * update validator and the `refused` event of a queued act all carry it unchanged.
 */
export const REJECTION_STATUS = {
  'bad-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'duty-separation': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'not-allowed-now': 409,
  'already-notified': 409,
  'in-progress': 409,
  changed: 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-mismatch': 422,
  invalid: 422,
  'item-unknown': 422,
  'item-not-in-force': 422,
  'material-unknown': 422,
  'materials-incomplete': 422,
  'procedure-not-foreseen': 422,
  'too-few-members': 422,
  'extension-not-possible': 422,
  'basis-unknown': 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const;

export type RejectionCode = keyof typeof REJECTION_STATUS;

/** What is wrong at which place of the body; `path` is a JSON path without the root, e.g. `materials.0.code`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A refusal: nothing has changed. `message` is in the language of the hall and names the article where there is one. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly errors?: readonly FieldError[];
}

export const reject = (code: RejectionCode, message: string): Rejection => ({ code, message });

/** A refusal for what one field says. */
export const rejectField = (path: string, message: string, code: RejectionCode = 'invalid'): Rejection => ({
  code,
  message,
  errors: [{ path, message }],
});
