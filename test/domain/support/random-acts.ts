import fc from 'fast-check';
import { ACT_TYPES, type Act, type ActMessage, type ActType } from '../../../domain/case/acts.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import { allowedActions } from '../../../domain/case/view.ts';
import type { Instant } from '../../../domain/time.ts';
import { actor, STAFF } from './people.ts';
import { message, type TestCase } from './test-case.ts';

/** Numbers that a step draws its choices from, whatever the case will be like when it is reached. */
export interface Step {
  /** Sent in earnest by one who may, or at random by anybody. */
  readonly earnest: boolean;
  readonly who: number;
  readonly what: number;
  readonly how: number;
  /** Hours that pass before it. */
  readonly hours: number;
  /** Stored that many hours before it arrives; null for an Update. */
  readonly storedBefore: number | null;
  /** Sent again afterwards, or another body under its key. */
  readonly again: 'no' | 'same' | 'other';
}

export const step: fc.Arbitrary<Step> = fc.record({
  earnest: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  who: fc.nat({ max: 999 }),
  what: fc.nat({ max: 999 }),
  how: fc.nat({ max: 999 }),
  hours: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 10 }) },
    { weight: 2, arbitrary: fc.integer({ min: 11, max: 100 }) },
    { weight: 1, arbitrary: fc.integer({ min: 101, max: 1600 }) },
  ),
  storedBefore: fc.option(fc.integer({ min: 0, max: 80 }), { freq: 5 }),
  again: fc.constantFrom('no', 'no', 'no', 'same', 'other'),
});

/** The people who could meet in a case of the market department, and some who never should. */
export const CAST = STAFF.filter(
  ({ staffId, department }) =>
    department === null || department === 'market' || staffId.startsWith('health-'),
);

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length]!;

/** Every act there is, in the order of `ACT_TYPES`, with a content that may fit the case or may not. */
export function anyAct(state: CaseState, n: number, how: number): Act {
  const codes = [...state.item.materials.map(({ code }) => code), 'cv'];
  const missing = codes
    .filter((_, index) => (how >> index) % 2 === 1)
    .map((code) => ({ code, reason: '缺' }));
  const materials = codes
    .filter((_, index) => (how >> index) % 2 === 1)
    .map((code) => ({ code, copies: 1 + (how % 2) }));
  const wrong = how % 7 === 0;
  const acts: readonly Act[] = [
    { type: 'accept' },
    { type: 'requestSupplement', missing: wrong ? missing : needed(state) },
    {
      type: 'submitSupplement',
      materials: wrong ? materials : needed(state).map(({ code }) => ({ code, copies: 2 })),
    },
    { type: 'decline', reason: '无权', legalBasis: 'L32', ...(wrong ? {} : { competentAuthority: '省局' }) },
    { type: 'notRequired', reason: '不需要', legalBasis: 'L32' },
    {
      type: 'correct',
      changes: [{ path: wrong ? 'item' : 'applicant.phone', from: '13800138000', to: '13800138001' }],
    },
    { type: 'withdraw', reason: '不办了' },
    wrong
      ? { type: 'assign', duty: pick(['handle', 'review', 'decide'], how), staffId: pick(CAST, how).staffId }
      : { type: 'assign', ...pick(ASSIGNMENTS, how) },
    { type: 'propose', proposal: pick(['grant', 'refuse'], how), opinion: '意见' },
    { type: 'endorse', opinion: '同意' },
    { type: 'return', to: pick(['handling', 'reviewing'], how), reason: '退回' },
    {
      type: 'decide',
      result: pick(['grant', 'refuse'], how),
      opinion: '决定',
      ...(wrong ? {} : { reasons: '理由' }),
    },
    { type: 'recall', actionId: wrong ? 'none' : (state.lastAct?.actionId ?? 'none'), reason: '误' },
    { type: 'recordPayment', amount: wrong ? 1 : (state.item.fee?.amount ?? 1), receiptNo: 'R' },
    { type: 'issue' },
    { type: 'deliver', method: wrong ? 'courier' : 'pickup', receivedBy: '陈小明' },
    { type: 'note', text: '记' },
    { type: 'urge', message: '催', ...(wrong ? { replyBy: '2026-01-01' } : {}) },
    { type: 'void', reason: '误收' },
    { type: 'reopen', reason: '复查' },
    { type: 'consent', actionId: wrong ? 'none' : (state.proposal?.actionId ?? 'none') },
  ];
  return pick(acts, n);
}

const ASSIGNMENTS = [
  { duty: 'handle', staffId: 'market-handler-1' },
  { duty: 'handle', staffId: 'market-handler-2' },
  { duty: 'handle', staffId: 'market-double' },
  { duty: 'review', staffId: 'market-reviewer-1' },
  { duty: 'review', staffId: 'market-reviewer-2' },
  { duty: 'decide', staffId: 'market-chief' },
  { duty: 'decide', staffId: 'market-head' },
] as const;

/** What is missing; everything, where nothing is. */
function needed(state: CaseState): { code: string; reason: string }[] {
  const { outstanding } = state.notice ?? { outstanding: [] };
  const codes =
    outstanding.length > 0
      ? outstanding
      : state.item.materials
          .filter(
            ({ code, required, copies }) =>
              required && (state.materials.find((one) => one.code === code)?.copies ?? 0) < copies,
          )
          .map(({ code }) => code);
  return (codes.length > 0 ? codes : ['form']).map((code) => ({ code, reason: '缺' }));
}

/** How often an act is drawn that somebody may do: what ends a case soon seldom, so that long lives are tried as well. */
const WEIGHTS: Readonly<Partial<Record<ActType, number>>> = {
  accept: 6,
  requestSupplement: 6,
  submitSupplement: 12,
  propose: 18,
  endorse: 18,
  decide: 18,
  recordPayment: 6,
  issue: 6,
  deliver: 6,
  return: 5,
  consent: 3,
  correct: 3,
  recall: 6,
};

/** The act of a step: one that the case allows to somebody, when it is sent in earnest. */
export function actOf(subject: TestCase, { earnest, who, what, how }: Step): ActMessage {
  const { state, now } = subject;
  const candidates = earnest ? candidatesIn(state, now) : [];
  let left =
    (who * 1000 + what) %
    Math.max(
      1,
      candidates.reduce((sum, { weight }) => sum + weight, 0),
    );
  for (const { staffId, type, weight } of candidates) {
    left -= weight;
    if (left < 0) return message(staffId, anyAct(state, ACT_TYPES.indexOf(type), how));
  }
  return message(pick(CAST, who).staffId, anyAct(state, what, how));
}

function candidatesIn(state: CaseState, now: Instant): { staffId: string; type: ActType; weight: number }[] {
  return CAST.flatMap(({ staffId }) =>
    allowedActions(state, actor(staffId), now).map((type) => ({ staffId, type, weight: WEIGHTS[type] ?? 1 })),
  );
}
