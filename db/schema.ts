import {
  bigint,
  bigserial,
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/** Gzipped JSON. */
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

// Registers

export const departments = pgTable('departments', {
  code: text().primaryKey(),
  name: text().notNull(),
});

export const staff = pgTable('staff', {
  staffId: text('staff_id').primaryKey(),
  /** The natural person behind the account: duty separation holds by it. */
  personId: text('person_id').notNull(),
  name: text().notNull(),
  department: text().references(() => departments.code),
  duties: text().array().notNull(),
  status: text().notNull().default('active'),
  authorisedItems: text('authorised_items').array(),
});

export const serviceItems = pgTable(
  'service_items',
  {
    code: text().notNull(),
    version: integer().notNull(),
    effectiveFrom: date('effective_from').notNull(),
    effectiveTo: date('effective_to'),
    data: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.version] })],
);

export const calendarYears = pgTable(
  'calendar_years',
  {
    year: integer().notNull(),
    version: integer().notNull(),
    status: text().notNull(),
    off: date().array().notNull(),
    work: date().array().notNull(),
    source: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.year, table.version] })],
);

// Intake

export const caseCounters = pgTable(
  'case_counters',
  { department: text().notNull(), day: date().notNull(), last: integer().notNull() },
  (table) => [primaryKey({ columns: [table.department, table.day] })],
);

export const intakes = pgTable(
  'intakes',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    subject: text().notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    fingerprint: text().notNull(),
    caseNo: text('case_no').notNull().unique(),
    itemCode: text('item_code').notNull(),
    /** Holds personal data: emptied once the case has started. */
    input: jsonb(),
    state: text().notNull().default('pending'),
    storedAt: instant('stored_at').notNull(),
    startedAt: instant('started_at'),
  },
  (table) => [
    uniqueIndex('intakes_key').on(table.subject, table.idempotencyKey),
    index('intakes_pending').on(table.state, table.storedAt),
  ],
);

// The read model of the cases

export const cases = pgTable(
  'cases',
  {
    caseNo: text('case_no').primaryKey(),
    revision: integer().notNull(),
    /** Orders the writes of a case over its attempts and runs; see the projection. */
    fence: bigint({ mode: 'number' }).notNull(),
    /** Breaks a tie of the fence: milliseconds of the attempt's own workflow time. */
    attemptAt: bigint('attempt_at', { mode: 'number' }).notNull().default(0),
    state: jsonb().notNull(),
    /** Masked. */
    applicant: jsonb().notNull(),
    stage: text().notNull(),
    result: text(),
    department: text().notNull(),
    itemCode: text('item_code').notNull(),
    itemName: text('item_name').notNull(),
    assignee: text(),
    waitingDuty: text('waiting_duty'),
    waitingDepartment: text('waiting_department'),
    applicantStaffId: text('applicant_staff_id'),
    card: text().notNull(),
    green: boolean().notNull().default(false),
    dueAt: instant('due_at'),
    receivedAt: instant('received_at').notNull(),
    closedAt: instant('closed_at'),
    lastHash: text('last_hash').notNull(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    index('cases_open_due').on(table.dueAt, table.caseNo),
    index('cases_received').on(table.receivedAt, table.caseNo),
    index('cases_waiting').on(table.waitingDepartment, table.waitingDuty, table.stage),
    index('cases_assignee').on(table.assignee),
    index('cases_applicant').on(table.applicantStaffId),
  ],
);

/** The one table with an applicant's data in clear. */
export const caseApplicants = pgTable('case_applicants', {
  caseNo: text('case_no').primaryKey(),
  applicant: jsonb().notNull(),
});

export const caseEvents = pgTable(
  'case_events',
  {
    caseNo: text('case_no').notNull(),
    seq: integer().notNull(),
    at: instant('at').notNull(),
    type: text().notNull(),
    /** The whole event as it was hashed. */
    event: jsonb().notNull(),
    hash: text().notNull(),
    previousHash: text('previous_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseNo, table.seq] })],
);

export const caseActions = pgTable(
  'case_actions',
  {
    caseNo: text('case_no').notNull(),
    /** `<staffId>/<action id>`: keys belong to the identity that sent them. */
    actionKey: text('action_key').notNull(),
    actionId: text('action_id').notNull(),
    subject: text().notNull(),
    fingerprint: text().notNull(),
    type: text().notNull(),
    status: text().notNull(),
    code: text(),
    message: text(),
    revision: integer(),
    storedAt: instant('stored_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.caseNo, table.actionKey] }),
    index('case_actions_key').on(table.actionKey),
  ],
);

export const notices = pgTable(
  'notices',
  {
    caseNo: text('case_no').notNull(),
    noticeId: text('notice_id').notNull(),
    seq: integer().notNull(),
    kind: text().notNull(),
    number: text().notNull(),
    issuedAt: instant('issued_at').notNull(),
    data: jsonb().notNull(),
    /** The event that took it back. */
    revokedSeq: integer('revoked_seq'),
  },
  (table) => [primaryKey({ columns: [table.caseNo, table.noticeId] })],
);

/** What others are to be told, in the order it became so. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    caseNo: text('case_no').notNull(),
    seq: integer().notNull(),
    type: text().notNull(),
    at: instant('at').notNull(),
    /** The hash of the event: one told already is not told again. */
    hash: text().notNull(),
    payload: jsonb().notNull(),
  },
  (table) => [index('outbox_case').on(table.caseNo, table.seq)],
);

// Records around the cases

/** Every act that was refused before it reached a history. */
export const refusals = pgTable(
  'refusals',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    caseNo: text('case_no'),
    at: instant('at').notNull().defaultNow(),
    staffId: text('staff_id'),
    act: text(),
    code: text().notNull(),
    message: text().notNull(),
    actionId: text('action_id'),
    requestId: text('request_id'),
  },
  (table) => [index('refusals_case').on(table.caseNo)],
);

/** Who read an applicant's data in clear. */
export const applicantReads = pgTable('applicant_reads', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  caseNo: text('case_no').notNull(),
  staffId: text('staff_id').notNull(),
  at: instant('at').notNull().defaultNow(),
});

/** The engine's history of a closed run, kept past the engine's retention. */
export const engineHistories = pgTable(
  'engine_histories',
  {
    caseNo: text('case_no').notNull(),
    runId: text('run_id').notNull(),
    exportedAt: instant('exported_at').notNull().defaultNow(),
    history: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseNo, table.runId] })],
);

export const workerHeartbeats = pgTable('worker_heartbeats', {
  workerId: text('worker_id').primaryKey(),
  taskQueue: text('task_queue').notNull(),
  at: instant('at').notNull().defaultNow(),
});

/** A proposal to reopen a closed case, until a second person consents. */
export const reopenings = pgTable('reopenings', {
  caseNo: text('case_no').primaryKey(),
  message: jsonb().notNull(),
  at: instant('at').notNull().defaultNow(),
});
