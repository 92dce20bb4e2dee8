import type { Act, ActOf, ActType } from '../../domain/case/acts.ts';
import { code, LENGTHS, line, localDate, paragraph, reference, z } from './text.ts';

/** A material as handed in. */
export const submittedMaterial = z
  .strictObject({
    code,
    copies: z.int().min(1).max(999).optional(),
    form: z.enum(['paper', 'electronic']).optional(),
    fileId: reference.optional(),
  })
  .openapi('SubmittedMaterial');

const MAX_MATERIALS = 100;
export const submittedMaterials = z.array(submittedMaterial).max(MAX_MATERIALS);

const reason = paragraph(LENGTHS.opinion);
const post = z.enum(['handle', 'review', 'decide']);
const outcome = z.enum(['grant', 'refuse']);

const refusedAtCounter = <T extends 'decline' | 'notRequired'>(type: T) =>
  z.strictObject({
    type: z.literal(type),
    reason,
    legalBasis: paragraph(LENGTHS.law),
    competentAuthority: line(LENGTHS.name).optional(),
  });

/** At most two decimals: yuan and fen. */
const yuan = z
  .number()
  .positive()
  .max(100_000_000)
  .refine((amount) => Math.abs(Math.round(amount * 100) - amount * 100) < 1e-6, { error: '最多两位小数' });

/** One schema an act, keyed by its name: a missing one does not compile. */
const ACTS = {
  accept: z.strictObject({
    type: z.literal('accept'),
    tolerance: z
      .array(z.strictObject({ code, promisedBy: localDate }))
      .max(MAX_MATERIALS)
      .optional(),
  }),
  requestSupplement: z.strictObject({
    type: z.literal('requestSupplement'),
    missing: z
      .array(z.strictObject({ code, reason: paragraph(LENGTHS.law) }))
      .min(1)
      .max(MAX_MATERIALS),
  }),
  submitSupplement: z.strictObject({
    type: z.literal('submitSupplement'),
    materials: submittedMaterials.min(1),
  }),
  decline: refusedAtCounter('decline'),
  notRequired: refusedAtCounter('notRequired'),
  correct: z.strictObject({
    type: z.literal('correct'),
    changes: z
      .array(z.strictObject({ path: line(LENGTHS.number), from: line(LENGTHS.name), to: line(LENGTHS.name) }))
      .min(1)
      .max(20),
  }),
  withdraw: z.strictObject({ type: z.literal('withdraw'), reason }),
  assign: z.strictObject({ type: z.literal('assign'), duty: post, staffId: code, reason: reason.optional() }),
  propose: z.strictObject({
    type: z.literal('propose'),
    proposal: outcome,
    opinion: paragraph(LENGTHS.opinion),
  }),
  endorse: z.strictObject({ type: z.literal('endorse'), opinion: paragraph(LENGTHS.opinion) }),
  return: z.strictObject({ type: z.literal('return'), to: z.enum(['handling', 'reviewing']), reason }),
  decide: z.strictObject({
    type: z.literal('decide'),
    result: outcome,
    opinion: paragraph(LENGTHS.opinion),
    reasons: paragraph(LENGTHS.opinion).optional(),
    citesRecord: reference.optional(),
  }),
  recall: z.strictObject({ type: z.literal('recall'), actionId: reference, reason }),
  recordPayment: z.strictObject({
    type: z.literal('recordPayment'),
    amount: yuan,
    receiptNo: line(LENGTHS.number),
  }),
  issue: z.strictObject({ type: z.literal('issue'), documentNo: line(LENGTHS.number).optional() }),
  deliver: z.strictObject({
    type: z.literal('deliver'),
    method: z.enum(['pickup', 'courier', 'electronic']),
    receivedBy: line(LENGTHS.name),
    trackingNo: line(LENGTHS.number).optional(),
  }),
  note: z.strictObject({ type: z.literal('note'), text: paragraph(LENGTHS.opinion) }),
  urge: z.strictObject({
    type: z.literal('urge'),
    message: paragraph(LENGTHS.opinion),
    replyBy: localDate.optional(),
  }),
  void: z.strictObject({ type: z.literal('void'), reason }),
  reopen: z.strictObject({ type: z.literal('reopen'), reason }),
  consent: z.strictObject({ type: z.literal('consent'), actionId: reference }),
} satisfies { readonly [T in ActType]: z.ZodType<ActOf<T>> };

/** An act as it is sent: one of the acts of the contract, by its `type`. */
export const actSchema = z
  .discriminatedUnion('type', [
    ACTS.accept,
    ACTS.requestSupplement,
    ACTS.submitSupplement,
    ACTS.decline,
    ACTS.notRequired,
    ACTS.correct,
    ACTS.withdraw,
    ACTS.assign,
    ACTS.propose,
    ACTS.endorse,
    ACTS.return,
    ACTS.decide,
    ACTS.recall,
    ACTS.recordPayment,
    ACTS.issue,
    ACTS.deliver,
    ACTS.note,
    ACTS.urge,
    ACTS.void,
    ACTS.reopen,
    ACTS.consent,
  ])
  .openapi('Act') satisfies z.ZodType<Act>;
