import assert from 'node:assert/strict';
import type { CaseEvent, EventType } from '../../../domain/case/events.ts';
import {
  STAGES,
  waitingOn,
  type ActOutcome,
  type CaseState,
  type Side,
  type Stage,
} from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time.ts';
import { STAFF } from './people.ts';

/*
 * What the law forbids, said of states and histories. Plain assertions: they are asked a million times.
 */

const PERSON_OF = new Map(STAFF.map(({ staffId, personId }) => [staffId, personId]));
const DEPARTMENT = ['promised', 'statutory', 'step'];
/** The clocks that run at each stage, and no others. */
const RUNNING: Readonly<Record<Stage, readonly string[]>> = {
  received: ['acceptance'],
  supplementing: ['supplement'],
  handling: DEPARTMENT,
  reviewing: DEPARTMENT,
  deciding: DEPARTMENT,
  issuing: ['delivery'],
  delivering: ['delivery'],
  closed: [],
};

/** What every state must keep, whatever brought it about. */
export function lawful(state: CaseState, now: Instant): void {
  const { stage, result, decision, item } = state;
  assert.ok(STAGES.includes(stage));
  const pastAcceptance = !['received', 'supplementing', 'closed'].includes(stage);
  assert.ok(
    state.acceptedOn !== null || (!pastAcceptance && decision === null),
    'went on without acceptance',
  );
  assert.equal(state.acceptedOn === null, state.acceptanceBasis === null);
  if (stage === 'issuing' || stage === 'delivering')
    assert.notEqual(decision, null, 'issued without a decision');
  else if (stage !== 'closed') assert.equal(decision, null, 'decided, and still to be decided');
  if (stage === 'closed') assert.notEqual(result, null, 'closed without a result');
  else assert.equal(result, decision === null ? null : decision.result === 'grant' ? 'granted' : 'refused');
  if (result === 'granted') assert.equal(decision?.result, 'grant', 'granted without a decision');
  if (result === 'refused') assert.ok((decision?.reasons ?? '') !== '', 'refused without reasons');
  if (stage === 'delivering' && result === 'granted' && item.fee !== null)
    assert.equal(state.payment?.amount, item.fee.amount, 'issued with an open fee');

  assert.equal(state.closedAt !== null, stage === 'closed');
  assert.equal(waitingOn(state) === null, stage === 'closed');
  const running = Object.entries(state.clocks)
    .filter(([, clock]) => clock?.stopped === null)
    .map(([name]) => name);
  assert.deepEqual(running.sort(), RUNNING[stage], `clocks at ${stage}`);
  assert.ok(state.lastEventAt <= now, 'an event of tomorrow');
  separated(state);
}

/** Nobody on two sides: window, applicant and the three posts are different natural persons. */
function separated({ people, assignees, sides, applicantAccount }: CaseState): void {
  const persons = (staffIds: readonly (string | null)[]): string[] =>
    staffIds.filter((staffId) => staffId !== null).map((staffId) => PERSON_OF.get(staffId) ?? staffId);
  const posts = persons([people.handler, people.reviewer, people.decider]);
  const others = [...persons([people.receiver, people.accepter]), applicantAccount?.personId];
  assert.equal(new Set(posts).size, posts.length, 'one person at two posts');
  assert.ok(!posts.some((person) => others.includes(person)), 'one person on two sides');
  for (const [post, holder] of Object.entries(assignees))
    if (holder !== null) assert.equal(sides[holder.personId] ?? post, post, 'given to one of another side');
}

/** The side that an act puts its person on. */
const SIDE_OF: Readonly<Partial<Record<EventType, Side>>> = {
  accept: 'window',
  requestSupplement: 'window',
  decline: 'window',
  notRequired: 'window',
  correct: 'window',
  recordPayment: 'window',
  issue: 'window',
  deliver: 'window',
  propose: 'handle',
  endorse: 'review',
  decide: 'decide',
};
const CLOSING: ReadonlySet<EventType> = new Set([
  'decline',
  'notRequired',
  'withdraw',
  'notSupplemented',
  'deliver',
]);
const AFTER_CLOSE: ReadonlySet<EventType> = new Set(['reopen', 'consent', 'refused', 'noticeIssued']);

/** What every history must keep; `outcomes` are the answers that the senders got. */
export function lawfulHistory(events: readonly CaseEvent[], outcomes: ReadonlyMap<string, ActOutcome>): void {
  let decided = false;
  let noticed = false;
  let closed = false;
  const sides = new Map<string, Side>();
  const seen = new Map<string, CaseEvent>();
  const raised = new Set<string>();
  for (const [index, event] of events.entries()) {
    assert.equal(event.seq, index + 1, 'a gap');
    assert.ok(event.at >= (events[index - 1]?.at ?? ''), 'time goes backwards');
    if (event.action !== undefined) {
      assert.ok(!seen.has(event.action.key), `${event.action.key} applied twice`);
      seen.set(event.action.key, event);
    }
    assert.ok(!closed || AFTER_CLOSE.has(event.type), `${event.type} in a closed case`);
    if (event.type === 'decide') {
      assert.ok(!decided, 'two decisions');
      decided = true;
    } else if (event.type === 'recall') {
      const { actionId } = event.detail;
      if (events.findLast(({ action }) => action?.id === actionId)?.type === 'decide') decided = false;
    } else if (event.type === 'requestSupplement') {
      assert.ok(!noticed, 'two one-time notices');
      noticed = true;
    } else if (event.type === 'consent') {
      // It reopens a closed case, and another decision may come; or it voids an open one.
      decided &&= !closed;
      raised.clear();
      closed = !closed;
    } else if (CLOSING.has(event.type)) closed = true;
    if (event.type === 'clockWarned' || event.type === 'clockOverdue') {
      const rung = `${event.detail.clock}/${event.type}`;
      // The clocks of the steps start anew with each step, those of the limits only with a reopening.
      assert.ok(
        !raised.has(rung) || !['statutory', 'promised'].includes(event.detail.clock),
        `${rung} raised twice`,
      );
      raised.add(rung);
    }
    const side = SIDE_OF[event.type];
    if (side !== undefined && event.actor !== null) {
      const { personId } = event.actor;
      assert.equal(sides.get(personId) ?? side, side, `${personId} on two sides`);
      sides.set(personId, side);
    }
  }
  assert.deepEqual(new Set(seen.keys()), new Set(outcomes.keys()), 'an act lost, or one that nobody sent');
  for (const [key, { status }] of outcomes)
    assert.equal(seen.get(key)?.type === 'refused', status === 'rejected');
}
