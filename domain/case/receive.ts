import { isIdNumberOf, isResidentId, type Applicant } from '../applicant.ts';
import { isInForce, type CaseItem, type ServiceItem } from '../item.ts';
import { hasDuty, type Actor } from '../people.ts';
import type { HallPolicy } from '../policy.ts';
import { reject, rejectField, type Rejection } from '../rejection.ts';
import { dateOf, type Instant, type LocalDate } from '../time.ts';
import type { SubmittedMaterial } from './acts.ts';
import { newEvent, type EventActor } from './events.ts';
import { checkMaterials, mergeMaterials } from './materials.ts';
import { Recorder } from './recorder.ts';
import type { CaseState, Channel } from './state.ts';

/** What is handed in at the counter, without the applicant's personal data. */
export interface Receipt {
  readonly caseNo: string;
  readonly item: CaseItem;
  readonly policy: HallPolicy;
  readonly channel: Channel;
  readonly materials: readonly SubmittedMaterial[];
  readonly projectCode: string | null;
  readonly receivedBy: Actor;
}

/** Whether an account may open a case through a channel: the window receives; applicants apply online or at a kiosk. */
export function mayReceive(actor: Actor, channel: Channel): Rejection | null {
  if (hasDuty(actor, 'receive')) return null;
  if (hasDuty(actor, 'apply') && channel !== 'window') return null;
  return reject('forbidden', '无收件职责(本办法第八条、第十三条)');
}

/** Whether an application may be received (A1, A2): item in force, applicant served, materials of the list. */
export function checkReceipt(
  item: ServiceItem,
  applicant: Applicant,
  materials: readonly SubmittedMaterial[],
  on: LocalDate,
): Rejection | null {
  if (!isInForce(item, on))
    return rejectField('itemCode', `事项 ${item.code} 于 ${on} 未生效或已停止`, 'item-not-in-force');
  if (!item.serves.includes(applicant.kind)) return rejectField('applicant.kind', '该事项不面向此类申请人');
  if (!isIdNumberOf(applicant.kind, applicant.idNumber))
    return rejectField(
      'applicant.idNumber',
      applicant.kind === 'person' ? '居民身份号码不正确' : '统一社会信用代码不正确',
    );
  if (applicant.agent !== undefined && !isResidentId(applicant.agent.idNumber))
    return rejectField('applicant.agent.idNumber', '代理人的居民身份号码不正确');
  return checkMaterials(item, materials);
}

/** Opens a case: the state before its first event, and that event. Received at `at`, the workflow's start (A1). */
export function receive(receipt: Receipt, at: Instant): Recorder {
  const { item, policy, receivedBy } = receipt;
  const atWindow = hasDuty(receivedBy, 'receive');
  const person = { staffId: receivedBy.staffId, personId: receivedBy.personId };
  const receivedOn = dateOf(at);
  const initial: CaseState = {
    caseNo: receipt.caseNo,
    revision: 0,
    item,
    policy,
    channel: receipt.channel,
    projectCode: receipt.projectCode,
    applicantAccount: atWindow ? null : person,
    receivedAt: at,
    receivedOn,
    acceptedOn: null,
    acceptanceBasis: null,
    stage: 'received',
    result: null,
    closedAt: null,
    waitingSince: at,
    materials: mergeMaterials([], receipt.materials, receivedOn),
    notice: null,
    opinions: [],
    decision: null,
    payment: null,
    document: null,
    assignees: { handle: null, review: null, decide: null },
    people: {
      receiver: atWindow ? person.staffId : null,
      accepter: null,
      handler: null,
      reviewer: null,
      decider: null,
    },
    sides: { [person.personId]: atWindow ? 'window' : 'applicant' },
    clocks: {
      acceptance: {
        startedOn: receivedOn,
        startedAt: at,
        limit: policy.acceptance,
        pauses: [],
        stopped: null,
        rungs: {},
      },
    },
    procedures: [],
    escalations: [],
    urges: [],
    proposal: null,
    lastAct: null,
    noticeCounts: {},
    lastEventAt: at,
    acts: {},
  };
  const actor: EventActor = {
    ...person,
    department: receivedBy.department,
    duty: atWindow ? 'receive' : 'applicant',
  };
  const recorder = new Recorder(initial);
  recorder.record(
    newEvent('received', {
      itemCode: item.code,
      itemVersion: item.version,
      channel: receipt.channel,
      materials: receipt.materials,
      projectCode: receipt.projectCode,
    }),
    at,
    actor,
  );
  return recorder;
}
