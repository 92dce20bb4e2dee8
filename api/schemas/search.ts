import { STAGES } from '../../domain/case/state.ts';
import { code, instant, line, localDate, z } from './text.ts';

/** What cases can be sorted by; a minus puts the last one first. */
export const SORTS = ['dueAt', '-dueAt', 'receivedAt', '-receivedAt', 'caseNo', '-caseNo'] as const;

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export const searchSchema = z.strictObject({
  stage: z.enum(STAGES).optional(),
  department: code.optional(),
  itemCode: code.optional(),
  /** The account that the case waits for. */
  assignee: code.optional(),
  card: z.enum(['none', 'warning', 'yellow', 'red']).optional(),
  green: z.enum(['true', 'false']).optional(),
  /** Due before this instant, or before this day begins. */
  dueBefore: z.union([localDate, instant]).optional(),
  /** In the case number, the item's name, or its code. */
  q: line(100).optional(),
  sort: z.enum(SORTS).default('-receivedAt'),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,1000}$/, { error: '游标不正确' })
    .optional(),
});

export const historySchema = z.strictObject({ format: z.enum(['events', 'temporal']).default('events') });
