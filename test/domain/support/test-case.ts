import { createHash } from 'node:crypto';
import { EMBEDDED_CALENDAR } from '../../../db/seed/calendar.ts';
import { compileCalendar } from '../../../domain/calendar.ts';
import type { Act, ActMessage, SubmittedMaterial } from '../../../domain/case/acts.ts';
import type { CaseEvent, EventType } from '../../../domain/case/events.ts';
import { evolve } from '../../../domain/case/evolve.ts';
import { handleAct, refusalOf, type CaseFile } from '../../../domain/case/inbox.ts';
import type { Notice } from '../../../domain/case/notices.ts';
import { receive, type Receipt } from '../../../domain/case/receive.ts';
import type { ActOutcome, CaseState, Stage } from '../../../domain/case/state.ts';
import { tick } from '../../../domain/case/tick.ts';
import { caseView, type CaseView } from '../../../domain/case/view.ts';
import { maskApplicant } from '../../../domain/applicant.ts';
import type { CaseItem } from '../../../domain/item.ts';
import type { Actor } from '../../../domain/people.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import { instantOf, msOf, type Instant } from '../../../domain/time.ts';
import { ITEMS } from './items.ts';
import { actor, APPLICANT, findStaff } from './people.ts';

export const CALENDAR = compileCalendar(EMBEDDED_CALENDAR);

/** Everything the item asks for. */
export const COMPLETE: readonly SubmittedMaterial[] = [
  { code: 'form' },
  { code: 'plan', copies: 2 },
  { code: 'lease' },
];

/** `'03-02 09:30'` in 2026, by the hall's clock. */
export const at = (text: string): Instant => `2026-${text.replace(' ', 'T')}:00.000+08:00`;

export interface Opening {
  readonly item?: CaseItem;
  readonly materials?: readonly SubmittedMaterial[];
  readonly by?: string;
  readonly channel?: Receipt['channel'];
  readonly at?: Instant;
}

export interface Sent extends Partial<
  Pick<ActMessage, 'id' | 'fingerprint' | 'target' | 'storedAt' | 'ifRevision'>
> {
  readonly at?: Instant;
}

let ids = 0;

/** An act as the API would send it: the one whom an `assign` names is looked up in the register. */
export function message(by: string | Actor, act: Act, more: Omit<Sent, 'at'> = {}): ActMessage {
  const target = act.type === 'assign' ? findStaff(act.staffId) : undefined;
  ids += 1;
  return {
    id: `act-${ids}`,
    fingerprint: createHash('sha256').update(JSON.stringify(act)).digest('hex'),
    act,
    actor: typeof by === 'string' ? actor(by) : by,
    ...(target === undefined ? {} : { target }),
    ...more,
  };
}

/**
 * A case with a clock in the hand of the test: a minute passes before every act, unless its instant is said.
 * Received on Monday, 2 March 2026, at nine.
 */
export class TestCase {
  file: CaseFile;
  now: Instant;
  /** The state after the first event: what replaying starts from. */
  readonly received: CaseState;
  readonly events: CaseEvent[] = [];

  constructor(opening: Opening = {}) {
    this.now = opening.at ?? at('03-02 09:00');
    const recorder = receive(
      {
        caseNo: '440781-market-20260302-0001',
        item: opening.item ?? ITEMS.plain,
        policy: DEFAULT_POLICY,
        channel: opening.channel ?? 'window',
        materials: opening.materials ?? COMPLETE,
        projectCode: null,
        receivedBy: actor(opening.by ?? 'clerk-1'),
      },
      this.now,
    );
    this.received = recorder.state;
    this.events.push(...recorder.events);
    this.file = { state: recorder.state, applicant: APPLICANT };
  }

  get state(): CaseState {
    return this.file.state;
  }

  /** Lets time pass and does what falls due meanwhile. */
  wait(until: Instant): this {
    this.now = until;
    const ticked = tick(this.state, until, CALENDAR);
    this.events.push(...ticked.events);
    this.file = { ...this.file, state: ticked.state };
    return this;
  }

  /** Sends an act the way the workflow takes it, and answers how it ended. */
  send(sent: ActMessage, when?: Instant): ActOutcome {
    this.now = when ?? instantOf(msOf(this.now) + 60_000);
    const { file, events, outcome } = handleAct(this.file, sent, this.now, CALENDAR);
    this.file = file;
    this.events.push(...events);
    return outcome;
  }

  /** An act that must be applied. Answers its id. */
  act(by: string | Actor, act: Act, { at: when, ...more }: Sent = {}): string {
    const sent = message(by, act, more);
    const outcome = this.send(sent, when);
    if (outcome.status !== 'applied')
      throw new Error(`${act.type} by ${sent.actor.staffId}: ${outcome.code ?? ''} ${outcome.message ?? ''}`);
    return sent.id;
  }

  /** The code of the refusal of an act that would come now; null when it would be applied. Changes nothing. */
  refusal(by: string | Actor, act: Act, { at: when, ...more }: Sent = {}): string | null {
    const now = when ?? instantOf(msOf(this.now) + 60_000);
    return refusalOf(this.file, message(by, act, more), now, CALENDAR)?.code ?? null;
  }

  /** Where its refusal says that the body is wrong. */
  wrongPaths(by: string | Actor, act: Act, more: Omit<Sent, 'at'> = {}): string[] {
    const refusal = refusalOf(
      this.file,
      message(by, act, more),
      instantOf(msOf(this.now) + 60_000),
      CALENDAR,
    );
    return (refusal?.errors ?? []).map(({ path }) => path);
  }

  types(from = 0): EventType[] {
    return this.events.slice(from).map(({ type }) => type);
  }

  eventsOf<T extends EventType>(type: T): Extract<CaseEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<CaseEvent, { type: T }> => event.type === type);
  }

  notices(): Notice[] {
    return this.eventsOf('noticeIssued').map(({ detail }) => detail.notice);
  }

  view(by = 'clerk-1'): CaseView {
    return caseView(this.state, maskApplicant(this.file.applicant), CALENDAR, {
      actor: actor(by),
      now: this.now,
    });
  }

  /** The state that the events alone make. */
  replayed(): CaseState {
    return this.events.slice(1).reduce(evolve, this.received);
  }
}

export const ACTS = {
  accept: { type: 'accept' },
  missing: { type: 'requestSupplement', missing: [{ code: 'lease', reason: '未提交' }] },
  supplement: { type: 'submitSupplement', materials: [{ code: 'lease' }] },
  decline: {
    type: 'decline',
    reason: '不属本机关职权',
    legalBasis: '行政许可法第三十二条',
    competentAuthority: '江门市市场监督管理局',
  },
  notRequired: { type: 'notRequired', reason: '依法不需要许可', legalBasis: '行政许可法第三十二条' },
  correct: {
    type: 'correct',
    changes: [{ path: 'applicant.phone', from: APPLICANT.phone, to: '13900139000' }],
  },
  withdraw: { type: 'withdraw', reason: '不办了' },
  assign: { type: 'assign', duty: 'handle', staffId: 'market-handler-2' },
  propose: { type: 'propose', proposal: 'grant', opinion: '符合条件' },
  endorse: { type: 'endorse', opinion: '同意' },
  returned: { type: 'return', to: 'handling', reason: '请补充' },
  grant: { type: 'decide', result: 'grant', opinion: '准予' },
  refuse: { type: 'decide', result: 'refuse', opinion: '不予', reasons: '不符合第五条' },
  pay: { type: 'recordPayment', amount: 120.5, receiptNo: 'R-1' },
  issue: { type: 'issue' },
  deliver: { type: 'deliver', method: 'pickup', receivedBy: '陈小明' },
  note: { type: 'note', text: '已电话联系' },
  urge: { type: 'urge', message: '请抓紧' },
  void: { type: 'void', reason: '误收' },
  reopen: { type: 'reopen', reason: '查明有误' },
} as const satisfies Record<string, Act>;

/** Who does what on the shortest way, by stage. */
const WAY: readonly { readonly from: Stage; readonly by: string; readonly act: Act }[] = [
  { from: 'received', by: 'clerk-1', act: ACTS.accept },
  { from: 'handling', by: 'market-handler-1', act: ACTS.propose },
  { from: 'reviewing', by: 'market-reviewer-1', act: ACTS.endorse },
  { from: 'deciding', by: 'market-chief', act: ACTS.grant },
  { from: 'issuing', by: 'clerk-2', act: ACTS.issue },
  { from: 'delivering', by: 'clerk-2', act: ACTS.deliver },
];

/** A case on its shortest way up to a stage. */
export function caseAt(stage: Stage, opening: Opening = {}): TestCase {
  if (stage === 'supplementing') {
    const subject = new TestCase({ materials: COMPLETE.slice(0, 2), ...opening });
    subject.act('clerk-1', ACTS.missing);
    return subject;
  }
  const subject = new TestCase(opening);
  for (const { from, by, act } of WAY) {
    if (subject.state.stage === stage) break;
    if (subject.state.stage !== from) continue;
    if (from === 'issuing' && subject.state.item.fee !== null)
      subject.act('clerk-2', { ...ACTS.pay, amount: subject.state.item.fee.amount });
    subject.act(subject.state.item.reservedTo === 'head' && from === 'deciding' ? 'market-head' : by, act);
  }
  return subject;
}
