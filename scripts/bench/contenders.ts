import type { Client } from '@temporalio/client';
import { updateIdOf, type Act, type ActMessage } from '../../domain/case/acts.ts';
import { freezeItem } from '../../domain/item.ts';
import type { Actor } from '../../domain/people.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { EMBEDDED_STAFF } from '../../db/seed/staff.ts';
import { startCase } from '../../engine/cases.ts';
import type { Engine } from '../../engine/connection.ts';
import { caseWorkflowId } from '../../workflows/ids.ts';
import type { ActAnswer, CaseInput } from '../../workflows/messages.ts';
import { timed, type Contender } from './measure.ts';
import { PLAIN_STEPS } from './plain/workflow.ts';

const ITEM = 'food-business';

const APPLICANT = {
  kind: 'person',
  name: '陈小明',
  idNumber: '440781199003070012',
  phone: '13800138000',
} as const;

/** The shortest full promised case: receive, accept, propose, endorse, decide, issue, deliver. */
const ACTS: readonly { by: string; act: Act }[] = [
  { by: 'clerk-1', act: { type: 'accept' } },
  {
    by: 'market-handler-1',
    act: { type: 'propose', proposal: 'grant', opinion: '经现场核查,符合条件,建议准予许可' },
  },
  { by: 'market-reviewer-1', act: { type: 'endorse', opinion: '同意承办意见' } },
  { by: 'market-chief', act: { type: 'decide', result: 'grant', opinion: '准予许可' } },
  { by: 'clerk-2', act: { type: 'issue' } },
  { by: 'clerk-2', act: { type: 'deliver', method: 'pickup', receivedBy: '陈小明' } },
];

const item = EMBEDDED_ITEMS.find(({ code }) => code === ITEM);
if (item === undefined) throw new Error(`no item ${ITEM}`);
const materials = item.materials.map(({ code }) => code);

function actor(staffId: string): Actor {
  const member = EMBEDDED_STAFF.find((staff) => staff.staffId === staffId);
  if (member === undefined) throw new Error(`no staff ${staffId}`);
  const { personId, department, duties, authorisedItems } = member;
  return {
    staffId,
    personId,
    department,
    duties,
    authorisedItems,
    dutiesAsOf: '2026-01-05T09:00:00.000+08:00',
  };
}

/** The plain program, by the Temporal client. */
export const plainProgram = (client: Client, tag: string): Contender => ({
  name: 'plain Temporal program',
  async runCase(n) {
    const actMs: number[] = [];
    const workflowId = `plain/${tag}-${n}`;
    const handle = await client.workflow.start('plainCase', {
      taskQueue: 'plain-cases',
      workflowId,
      args: [{ caseNo: `${tag}-${n}`, materials, deadlineMs: 28 * 86_400_000 }],
    });
    for (const [index, step] of PLAIN_STEPS.entries()) {
      const said = ACTS[index];
      const args: [{ by: string; opinion: string }] = [
        { by: said?.by ?? '', opinion: said !== undefined && 'opinion' in said.act ? said.act.opinion : '' },
      ];
      await timed(actMs, () => handle.executeUpdate(step, { args }));
    }
    await handle.result();
    return { actMs, workflowId };
  },
});

/** shenpi's case, by the same client. */
export const shenpiByClient = (engine: Engine, tag: string): Contender => ({
  name: 'shenpi, by client',
  async runCase(n) {
    const actMs: number[] = [];
    const caseNo = `440781-${tag}-20260105-${n}`;
    const input: CaseInput = {
      receipt: {
        caseNo,
        item: freezeItem(item),
        policy: DEFAULT_POLICY,
        channel: 'window',
        materials: materials.map((code) => ({ code })),
        projectCode: null,
        receivedBy: actor('clerk-1'),
      },
      applicant: APPLICANT,
      calendar: EMBEDDED_CALENDAR,
    };
    await startCase(engine, input);
    const handle = engine.client.workflow.getHandle(caseWorkflowId(caseNo));
    for (const { by, act } of ACTS) {
      const message: ActMessage = {
        id: `${act.type}-${n}`,
        fingerprint: `${act.type}-${n}`,
        act,
        actor: actor(by),
      };
      await timed(actMs, () =>
        handle.executeUpdate<ActAnswer, [ActMessage]>(act.type, {
          args: [message],
          updateId: updateIdOf(message),
        }),
      );
    }
    await handle.result();
    return { actMs, workflowId: handle.workflowId };
  },
});

/** shenpi's case through the API, each act by another person's token. */
export function shenpiByHttp(baseUrl: string, tokens: ReadonlyMap<string, string>, tag: string): Contender {
  const post = async (path: string, by: string, key: string, body: unknown): Promise<{ caseNo?: string }> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.get(by) ?? ''}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok || response.status === 202)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { caseNo?: string };
  };
  return {
    name: 'shenpi, through HTTP',
    async runCase(n) {
      const actMs: number[] = [];
      const body = {
        itemCode: ITEM,
        channel: 'window',
        applicant: APPLICANT,
        materials: materials.map((code) => ({ code })),
      };
      const { caseNo } = await post('/api/cases', 'clerk-1', `${tag}-${n}-receive`, body);
      if (caseNo === undefined) throw new Error('no case number');
      for (const { by, act } of ACTS)
        await timed(actMs, () => post(`/api/cases/${caseNo}/actions`, by, `${tag}-${n}-${act.type}`, act));
      return { actMs, workflowId: caseWorkflowId(caseNo) };
    },
  };
}

export const BENCH_STAFF = [...new Set(ACTS.map(({ by }) => by))];
