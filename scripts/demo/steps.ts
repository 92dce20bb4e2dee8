import type { Applicant } from '../../domain/applicant.ts';
import type { Act } from '../../domain/case/acts.ts';
import type { CaseView } from '../../domain/case/view.ts';
import type { ServiceItem } from '../../domain/item.ts';
import type { RejectionCode } from '../../domain/rejection.ts';
import { personName } from './identity.ts';

/** A case on the stage: what the next step may look at. */
export interface Scene {
  /** The number of the case in the day: chooses among colleagues. */
  readonly n: number;
  readonly item: ServiceItem;
  readonly applicant: Applicant;
  /** Who received it; an applicant's own account when it came online. */
  readonly receiver: string;
  readonly view: CaseView;
  /** The id of the act before; null before the first. */
  readonly lastActionId: string | null;
}

/** One step of a case: who does what. */
export interface Step {
  readonly by: (scene: Scene) => string;
  readonly act: (scene: Scene) => Act;
  /** The step is an attempt that the rules must refuse, with this code. */
  readonly refusedWith?: RejectionCode;
}

const either = (n: number): 1 | 2 => (n % 2 === 0 ? 1 : 2);
const department = (scene: Scene): string => scene.item.department;

/** The window's clerk: the receiver, or one of the two where the applicant came online. */
export const clerk = (scene: Scene): string =>
  scene.receiver.startsWith('clerk-') ? scene.receiver : `clerk-${either(scene.n)}`;
const handler = (scene: Scene): string => `${department(scene)}-handler-${either(scene.n)}`;
const otherHandler = (scene: Scene): string => `${department(scene)}-handler-${either(scene.n + 1)}`;
const reviewer = (scene: Scene): string => `${department(scene)}-reviewer-${either(Math.floor(scene.n / 2))}`;
const chief = (scene: Scene): string => `${department(scene)}-chief`;
/** The chief representative, or the head where the decision is reserved to the head (M4(2)). */
const decider = (scene: Scene): string =>
  scene.view.waitingOn?.duty === 'head' ? `${department(scene)}-head` : chief(scene);
const owner = (scene: Scene): string => scene.receiver;

const step = (by: Step['by'], act: Step['act'] | Act): Step => ({
  by,
  act: typeof act === 'function' ? act : () => act,
});

export const accept = step(clerk, { type: 'accept' });

/** Names every required material that was not handed in: once, everything. */
export const tellMissing = step(clerk, ({ item, view }) => ({
  type: 'requestSupplement',
  missing: absent(item, view).map(({ code, name }) => ({ code, reason: `未提交${name}` })),
}));

/** Tells that a material handed in does not do. */
export const tellDefective = step(clerk, ({ item }) => ({
  type: 'requestSupplement',
  missing: item.materials.slice(0, 1).map(({ code, name }) => ({ code, reason: `${name}未签名或者未盖章` })),
}));

export const supplement = step(clerk, ({ view }) => ({
  type: 'submitSupplement',
  materials: (view.missing ?? []).map(({ code }) => ({ code, form: 'paper' })),
}));

const absent = (item: ServiceItem, view: CaseView): ServiceItem['materials'] =>
  item.materials.filter(
    ({ code, required }) => required && !view.materials.some((material) => material.code === code),
  );

export const decline = (reason: string, competentAuthority: string): Step =>
  step(clerk, {
    type: 'decline',
    reason,
    legalBasis: '行政许可法第三十二条第一款第（二）项',
    competentAuthority,
  });

export const notRequired = (reason: string, legalBasis: string): Step =>
  step(clerk, { type: 'notRequired', reason, legalBasis });

/** A telephone number mistyped at the counter is mended on the spot. */
export const correctPhone = step(clerk, ({ applicant }) => ({
  type: 'correct',
  changes: [{ path: 'applicant.phone', from: applicant.phone, to: `${applicant.phone.slice(0, -1)}8` }],
}));

export const withdraw = (reason: string): Step => step(clerk, { type: 'withdraw', reason });
export const withdrawOnline = (reason: string): Step => step(owner, { type: 'withdraw', reason });

export const propose = (proposal: 'grant' | 'refuse' = 'grant'): Step =>
  step(handler, {
    type: 'propose',
    proposal,
    opinion:
      proposal === 'grant'
        ? '经审查，申请材料齐全，符合法定条件，拟准予许可。'
        : '经审查，不符合法定条件，拟不予许可。',
  });
export const endorse = step(reviewer, { type: 'endorse', opinion: '同意承办意见。' });
export const sendBack = step(reviewer, {
  type: 'return',
  to: 'handling',
  reason: '承办意见未说明场所面积，请补充后再报。',
});
export const decideGrant = step(decider, { type: 'decide', result: 'grant', opinion: '准予许可。' });
export const decideRefuse = (reasons: string): Step =>
  step(decider, { type: 'decide', result: 'refuse', opinion: '不予许可。', reasons });
export const recallDecision = step(decider, ({ lastActionId }) => ({
  type: 'recall',
  actionId: lastActionId ?? '',
  reason: '决定书文号有误，撤销后重新作出。',
}));

/** The reviewer gives the case to a handler, who is then called away, and hands it over to another (转办). */
export const assignColleague = step(reviewer, (scene) => ({
  type: 'assign',
  duty: 'handle',
  staffId: otherHandler(scene),
}));
export const handOver = step(reviewer, (scene) => ({
  type: 'assign',
  duty: 'handle',
  staffId: handler(scene),
  reason: '原承办人外出培训。',
}));

export const pay = step(clerk, ({ item, n }) => ({
  type: 'recordPayment',
  amount: item.fee?.amount ?? 0,
  receiptNo: `SK${String(100_000 + n)}`,
}));
export const issue = step(clerk, { type: 'issue' });

/** Who signs: the applicant, or the one who came for it. */
const signer = ({ applicant, n }: Scene): string =>
  applicant.agent?.name ?? (applicant.kind === 'person' ? applicant.name : personName(n + 90));

export const pickUp = step(clerk, (scene) => ({
  type: 'deliver',
  method: 'pickup',
  receivedBy: signer(scene),
}));
export const courier = step(clerk, (scene) => ({
  type: 'deliver',
  method: 'courier',
  receivedBy: signer(scene),
  trackingNo: `EMS${String(7_700_000_000 + scene.n * 1013)}CN`,
}));
export const electronic = step(clerk, (scene) => ({
  type: 'deliver',
  method: 'electronic',
  receivedBy: signer(scene),
}));

export const urge = step(clerk, { type: 'urge', message: '申请人来电询问进度，请抓紧办理。' });
export const note = (text: string): Step => step(handler, { type: 'note', text });
export const proposeVoid = step(() => 'coordinator-1', { type: 'void', reason: '同一申请重复收件，误录。' });
export const consentToVoid = step(
  () => 'coordinator-2',
  ({ view }) => ({ type: 'consent', actionId: view.proposal?.actionId ?? '' }),
);

/** The second account of the natural person who received it tries to handle it (受审分离, M4(3)). */
export const doubleTriesToHandle: Step = {
  ...step(() => 'market-double', { type: 'propose', proposal: 'grant', opinion: '自收自办。' }),
  refusedWith: 'duty-separation',
};
/** A second one-time notice (M13(1)). */
export const secondNotice: Step = { ...tellDefective, refusedWith: 'already-notified' };
/** Issuing before the fee is paid (I1, M11(6)). */
export const issueUnpaid: Step = { ...issue, refusedWith: 'not-allowed-now' };
/** A handler of another department (M21). */
export const strangerTriesToHandle: Step = {
  ...step(({ item }) => (item.department === 'water' ? 'forestry-handler-1' : 'water-handler-1'), {
    type: 'propose',
    proposal: 'grant',
    opinion: '越权承办。',
  }),
  refusedWith: 'forbidden',
};
