import {
  REJECTION_STATUS,
  type FieldError,
  type Rejection,
  type RejectionCode,
} from '../domain/rejection.ts';

/** What a reader sees above the detail; one title a code, so that the same problem always reads alike (RFC 9457). */
const TITLES: Readonly<Record<RejectionCode, string>> = {
  'bad-request': '请求无法解析',
  unauthenticated: '未通过身份认证',
  forbidden: '无此职责',
  'duty-separation': '受审分离',
  'not-found': '不存在',
  'method-not-allowed': '不支持该方法',
  'not-acceptable': '不提供该格式',
  'not-allowed-now': '当前环节不能进行',
  'already-notified': '已一次性告知',
  'in-progress': '同一请求正在处理',
  changed: '案件已变更',
  'payload-too-large': '请求体过大',
  'unsupported-media-type': '不支持的内容类型',
  'idempotency-mismatch': '幂等键已用于另一内容',
  invalid: '内容不符合要求',
  'item-unknown': '没有该事项',
  'item-not-in-force': '事项未生效或已停止',
  'material-unknown': '材料清单中没有该材料',
  'materials-incomplete': '申请材料不齐',
  'procedure-not-foreseen': '事项未规定该特殊环节',
  'too-few-members': '人数不足',
  'extension-not-possible': '不能延长',
  'basis-unknown': '依据不存在',
  'too-many-requests': '请求过于频繁',
  internal: '内部错误',
  unavailable: '暂时不可用',
};

/** The body of an error (RFC 9457), `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable: what clients decide by. */
  readonly code: RejectionCode;
  readonly errors?: readonly FieldError[];
  readonly instance?: string;
  readonly requestId?: string;
}

/** Seconds after which trying again makes sense while something is away. */
const RETRY_AFTER_SECONDS = 5;

/** A request that is refused: nothing has changed. Thrown anywhere in a route, answered by the one error handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: RejectionCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: RejectionCode,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors;
    this.headers = {
      ...(code === 'unavailable' ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {}),
      ...(code === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer realm="shenpi"' } : {}),
      ...more.headers,
    };
  }

  get status(): number {
    return REJECTION_STATUS[this.code];
  }
}

/** A refusal by the rules, as the API answers it. */
export const problemOf = ({ code, message, errors }: Rejection): Problem =>
  new Problem(code, message, errors === undefined ? {} : { errors });

/** To all who may not read it, a case does not exist. */
export const notFound = (detail = '没有这一资源'): Problem => new Problem('not-found', detail);

export const unavailable = (detail: string): Problem => new Problem('unavailable', detail);

export function problemBody(
  { code, message, errors }: Pick<Rejection, 'code' | 'message' | 'errors'>,
  where: { instance?: string; requestId?: string } = {},
): ProblemBody {
  return {
    type: `urn:shenpi:problem:${code}`,
    title: TITLES[code],
    status: REJECTION_STATUS[code],
    detail: message,
    code,
    ...(errors === undefined || errors.length === 0 ? {} : { errors }),
    ...(where.instance === undefined ? {} : { instance: where.instance }),
    ...(where.requestId === undefined ? {} : { requestId: where.requestId }),
  };
}
