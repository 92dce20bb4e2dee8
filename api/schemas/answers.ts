import { STAGES } from '../../domain/case/state.ts';
import { ACT_TYPES } from '../../domain/case/acts.ts';
import { applicantKind, applicantSchema } from './receive.ts';
import { code, instant, localDate, z } from './text.ts';

/** What the API answers, for the document only: answers are not checked at run time. */
const limit = z.object({ n: z.int(), unit: z.enum(['WD', 'ND', 'MONTH']) }).openapi('Limit');
const department = z.string();
const card = z.enum(['none', 'warning', 'yellow', 'red']);
const rule = z.object({ article: z.string(), text: z.string() });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    instance: z.string().optional(),
    requestId: z.string().optional(),
  })
  .openapi('Problem');

const clock = z
  .object({
    state: z.enum(['running', 'paused', 'overdue', 'met', 'cancelled']),
    startedOn: localDate,
    limit,
    pausedDays: z.int(),
    dueOn: localDate.nullable(),
    dueAt: instant.nullable(),
    expectedDueOn: localDate.nullable(),
    provisional: z.boolean(),
    explanation: z.object({ zh: z.string(), en: z.string() }),
  })
  .openapi('Clock');

const person = z.string().nullable();

export const caseSchema = z
  .object({
    caseNo: z.string(),
    revision: z.int(),
    item: z.object({ code, version: z.int(), name: z.string(), department }),
    channel: z.enum(['window', 'online', 'kiosk']),
    applicant: applicantSchema,
    projectCode: z.string().nullable(),
    receivedOn: localDate,
    receivedAt: instant,
    acceptedOn: localDate.nullable(),
    acceptanceBasis: z.enum(['notice', 'deemed']).nullable(),
    stage: z.enum(STAGES),
    waitingOn: z
      .object({ duty: z.string(), department: department.nullable(), staffId: person, since: instant })
      .nullable(),
    result: z
      .enum([
        'granted',
        'refused',
        'declined',
        'notRequired',
        'withdrawn',
        'notSupplemented',
        'voided',
        'forwarded',
      ])
      .nullable(),
    materials: z.array(
      z.object({
        code,
        copies: z.int(),
        form: z.string().nullable(),
        fileId: z.string().nullable(),
        receivedOn: localDate,
      }),
    ),
    missing: z.array(z.object({ code, reason: z.string() })).nullable(),
    clocks: z.record(z.string(), clock),
    procedures: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        state: z.string(),
        startedOn: localDate,
        endedOn: localDate.nullable(),
        plannedDays: z.int(),
        stops: z.array(z.string()),
        rule,
      }),
    ),
    extension: z.null(),
    green: z.null(),
    joint: z.null(),
    fee: z.object({ amount: z.number(), paid: z.boolean() }).nullable(),
    card,
    escalations: z.array(z.object({ at: instant, clock: z.string(), rung: z.string(), to: z.string() })),
    people: z.object({
      receiver: person,
      accepter: person,
      handler: person,
      reviewer: person,
      decider: person,
    }),
    documentNo: z.string().nullable(),
    proposal: z
      .object({ actionId: z.string(), type: z.enum(['void', 'reopen']), by: z.string(), reason: z.string() })
      .nullable(),
    closedAt: instant.nullable(),
    allowedActions: z.array(z.enum(ACT_TYPES)),
  })
  .openapi('Case');

export const caseListSchema = z
  .object({ items: z.array(caseSchema), nextCursor: z.string().nullable() })
  .openapi('CaseList');

const actionFields = {
  id: z.string(),
  type: z.enum(ACT_TYPES),
  status: z.enum(['queued', 'applied', 'rejected']),
};
const actionSchema = z.object(actionFields).openapi('Action');

export const appliedSchema = z.object({ action: actionSchema, case: caseSchema }).openapi('AppliedAction');
export const queuedSchema = z.object({ action: actionSchema }).openapi('QueuedAction');
export const actionStateSchema = z
  .object({
    ...actionFields,
    revision: z.int().nullable(),
    problem: problemSchema.optional(),
    action: actionSchema,
  })
  .openapi('ActionState');

export const historySchema = z
  .object({
    events: z.array(
      z.object({
        seq: z.int(),
        at: instant,
        type: z.string(),
        actor: z
          .object({
            staffId: z.string(),
            personId: z.string(),
            department: department.nullable(),
            duty: z.string(),
          })
          .nullable(),
        onBehalfOf: person,
        detail: z.record(z.string(), z.unknown()),
        actionId: z.string().nullable(),
        hash: z.string(),
        previousHash: z.string(),
      }),
    ),
    temporalUrl: z.string().nullable(),
  })
  .openapi('History');

export const noticeSchema = z
  .object({
    id: z.string(),
    kind: z.enum([
      'acceptance',
      'supplement',
      'decline',
      'notRequired',
      'decision',
      'payment',
      'notSupplemented',
    ]),
    number: z.string(),
    issuedAt: instant,
    issuedOn: localDate,
    facts: z.record(z.string(), z.unknown()),
    revoked: z.boolean(),
    href: z.string().optional(),
  })
  .openapi('Notice');
export const noticeListSchema = z.object({ notices: z.array(noticeSchema) }).openapi('NoticeList');

const cases = z.array(caseSchema);
const count = z.int();
export const worklistSchema = z
  .object({
    mine: cases,
    department: cases,
    dueSoon: cases,
    overdue: cases,
    counts: z.object({ mine: count, department: count, dueSoon: count, overdue: count }),
  })
  .openapi('Worklist');

export const calendarSchema = z
  .object({
    year: z.int(),
    version: z.int(),
    status: z.enum(['official', 'provisional']),
    off: z.array(localDate),
    work: z.array(localDate),
    source: z.string(),
  })
  .openapi('CalendarYear');

export const itemSchema = z
  .looseObject({
    code,
    version: z.int(),
    name: z.string(),
    department,
    kind: z.enum(['instant', 'promised', 'joint']),
    serves: z.array(applicantKind),
    statutory: limit,
    promised: limit,
    materials: z.array(
      z.object({
        code,
        name: z.string(),
        required: z.boolean(),
        copies: z.int(),
        forms: z.array(z.enum(['paper', 'electronic'])),
      }),
    ),
    procedures: z.array(
      z.object({
        kind: z.string(),
        plannedDays: z.int(),
        stops: z.array(z.string()),
        rule,
        minMembers: z.int().optional(),
      }),
    ),
    extension: z.object({ n: z.int(), unit: z.literal('WD'), by: z.enum(['head', 'government']) }),
    fee: z.object({ amount: z.number(), basis: z.string() }).nullable(),
  })
  .openapi('ServiceItem');
export const itemListSchema = z.object({ items: z.array(itemSchema) }).openapi('ServiceItemList');
