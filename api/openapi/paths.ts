import type { OpenAPIRegistry, RouteConfig } from '@asteasolutions/zod-to-openapi';
import { REJECTION_STATUS, type RejectionCode } from '../../domain/rejection.ts';
import { actSchema } from '../schemas/acts.ts';
import * as answers from '../schemas/answers.ts';
import { receiveSchema } from '../schemas/receive.ts';
import { historySchema, searchSchema } from '../schemas/search.ts';
import { z } from '../schemas/text.ts';

type Responses = RouteConfig['responses'];

const json = (description: string, schema: z.ZodType, headers?: z.ZodObject): Responses[string] => ({
  description,
  content: { 'application/json': { schema } },
  ...(headers === undefined ? {} : { headers }),
});

const problems = (...codes: readonly RejectionCode[]): Responses => {
  const byStatus = new Map<number, RejectionCode[]>();
  for (const code of codes)
    byStatus.set(REJECTION_STATUS[code], [...(byStatus.get(REJECTION_STATUS[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, listed]) => [
      String(status),
      {
        description: listed.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: answers.problemSchema } },
      },
    ]),
  );
};

const text = (type: string, description: string): Responses[string] => ({
  description,
  content: { [type]: { schema: z.string() } },
});

const READ = ['unauthenticated', 'not-found', 'too-many-requests', 'unavailable'] as const;
const ACT = [
  'bad-request',
  'unauthenticated',
  'forbidden',
  'in-progress',
  'payload-too-large',
  'unsupported-media-type',
  'idempotency-mismatch',
  'invalid',
  'material-unknown',
  'too-many-requests',
  'unavailable',
] as const;

const caseNo = z
  .string()
  .openapi({ param: { name: 'caseNo', in: 'path' }, example: '440781-market-20261124-0001' });
const ofCase = z.object({ caseNo });
const key = z.string().openapi({
  description: 'Your id for this act, 1 to 200 visible ASCII characters; the same key is done once.',
});
const etag = z.object({ ETag: z.string().openapi({ description: 'The revision of the case, in quotes' }) });
const PUBLIC: NonNullable<RouteConfig['security']> = [];

const routes = (): RouteConfig[] => [
  ...caseRoutes(),
  ...recordRoutes(),
  ...publicRoutes(),
  ...operationsRoutes(),
];

/** Every path of the contract, with its schemas. */
export function registerPaths(registry: OpenAPIRegistry): void {
  for (const route of routes()) registry.registerPath(route);
}

/** The paths as the document writes them, `/api/cases/{caseNo}`. */
export const pathTemplates = (): string[] => [...new Set(routes().map(({ path }) => path))];

function caseRoutes(): RouteConfig[] {
  const tags = ['cases'];
  return [
    {
      method: 'post',
      path: '/api/cases',
      summary: 'Receive an application (收件)',
      tags,
      request: {
        headers: z.object({ 'Idempotency-Key': key }),
        body: { required: true, content: { 'application/json': { schema: receiveSchema } } },
      },
      responses: {
        201: json('The case', answers.caseSchema, etag.extend({ Location: z.string() })),
        ...problems(...ACT, 'item-unknown', 'item-not-in-force'),
      },
    },
    {
      method: 'get',
      path: '/api/cases',
      summary: 'Search cases',
      tags,
      request: { query: searchSchema },
      responses: {
        200: json('One page of cases', answers.caseListSchema),
        ...problems(...READ, 'forbidden', 'invalid'),
      },
    },
    {
      method: 'get',
      path: '/api/cases/{caseNo}',
      summary: 'One case, with what the caller may do now',
      tags,
      request: { params: ofCase },
      responses: { 200: json('The case', answers.caseSchema, etag), ...problems(...READ) },
    },
    {
      method: 'get',
      path: '/api/cases/{caseNo}/applicant',
      summary:
        'The applicant unmasked, for the duty that has the step now and the receiver; each reading is logged',
      tags,
      request: { params: ofCase },
      responses: {
        200: json('The applicant', receiveSchema.shape.applicant),
        ...problems(...READ, 'forbidden'),
      },
    },
    {
      method: 'post',
      path: '/api/cases/{caseNo}/actions',
      summary: 'Act on a case',
      tags,
      request: {
        params: ofCase,
        headers: z.object({
          'Idempotency-Key': key,
          'If-Match': z.string().optional().openapi({ description: 'The ETag you have seen' }),
          Prefer: z
            .string()
            .optional()
            .openapi({ description: '`respond-async`: store the act, do not wait for it' }),
        }),
        body: { required: true, content: { 'application/json': { schema: actSchema } } },
      },
      responses: {
        200: json('Applied', answers.appliedSchema, etag),
        202: json(
          'Stored; it will be applied or rejected',
          answers.queuedSchema,
          z.object({ Location: z.string() }),
        ),
        ...problems(
          ...ACT,
          'duty-separation',
          'not-found',
          'not-allowed-now',
          'already-notified',
          'changed',
          'materials-incomplete',
        ),
      },
    },
    {
      method: 'get',
      path: '/api/cases/{caseNo}/actions/{id}',
      summary: 'What became of an act',
      tags,
      request: { params: ofCase.extend({ id: z.string() }) },
      responses: {
        200: json('Queued, applied, or rejected with the problem', answers.actionStateSchema),
        ...problems(...READ),
      },
    },
    {
      method: 'get',
      path: '/api/worklist',
      summary: "The caller's inbox",
      tags,
      responses: {
        200: json('The inbox', answers.worklistSchema),
        ...problems('unauthenticated', 'forbidden', 'too-many-requests', 'unavailable'),
      },
    },
  ];
}

function recordRoutes(): RouteConfig[] {
  const tags = ['records'];
  return [
    {
      method: 'get',
      path: '/api/cases/{caseNo}/history',
      summary: "The case's events with their hash chain, or the engine's history (`format=temporal`)",
      tags,
      request: { params: ofCase, query: historySchema },
      responses: {
        200: json(
          'The history',
          z.union([answers.historySchema, z.looseObject({ events: z.array(z.unknown()) })]),
        ),
        ...problems(...READ, 'invalid'),
      },
    },
    {
      method: 'get',
      path: '/api/cases/{caseNo}/notices',
      summary: 'Notices issued',
      tags,
      request: { params: ofCase },
      responses: { 200: json('The notices', answers.noticeListSchema), ...problems(...READ) },
    },
    {
      method: 'get',
      path: '/api/cases/{caseNo}/notices/{id}',
      summary: 'One notice, to print or as data',
      tags,
      request: { params: ofCase.extend({ id: z.string() }) },
      responses: {
        200: {
          description: 'The notice',
          content: {
            'text/html': { schema: z.string() },
            'application/json': { schema: answers.noticeSchema },
          },
        },
        ...problems(...READ, 'not-acceptable'),
      },
    },
  ];
}

function publicRoutes(): RouteConfig[] {
  const tags = ['catalogue'];
  return [
    {
      method: 'get',
      path: '/api/items',
      summary: 'The catalogue in force today',
      tags,
      security: PUBLIC,
      responses: {
        200: json('The items', answers.itemListSchema),
        ...problems('too-many-requests', 'unavailable'),
      },
    },
    {
      method: 'get',
      path: '/api/items/{code}',
      summary: 'One item',
      tags,
      security: PUBLIC,
      request: { params: z.object({ code: z.string() }) },
      responses: {
        200: json('The item', answers.itemSchema),
        ...problems('not-found', 'too-many-requests', 'unavailable'),
      },
    },
    {
      method: 'get',
      path: '/api/calendar/{year}',
      summary: 'The calendar of a year',
      tags,
      request: { params: z.object({ year: z.string() }) },
      responses: { 200: json('The year', answers.calendarSchema), ...problems(...READ) },
    },
  ];
}

function operationsRoutes(): RouteConfig[] {
  const tags = ['operations'];
  const status = z.looseObject({ status: z.string() });
  return [
    {
      method: 'get',
      path: '/healthz',
      summary: 'Alive',
      tags,
      security: PUBLIC,
      responses: { 200: json('Alive', status) },
    },
    {
      method: 'get',
      path: '/readyz',
      summary: 'Database, Temporal and a polling worker are there',
      tags,
      security: PUBLIC,
      responses: { 200: json('Ready', status), ...problems('unavailable') },
    },
    {
      method: 'get',
      path: '/metrics',
      summary: 'For Prometheus',
      tags,
      security: PUBLIC,
      responses: { 200: text('text/plain', 'Metrics') },
    },
  ];
}
