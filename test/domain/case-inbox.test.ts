import { describe, expect, it } from 'vitest';
import { actKey } from '../../domain/case/acts.ts';
import { datedAt, handleAct, refusalOf } from '../../domain/case/inbox.ts';
import { tick } from '../../domain/case/tick.ts';
import { ACTS, at, CALENDAR, caseAt, COMPLETE, message, TestCase } from './support/test-case.ts';

describe('an act that comes twice', () => {
  it('is applied once and answers the same', () => {
    const subject = caseAt('received');
    const accept = message('clerk-1', ACTS.accept);
    const first = subject.send(accept);
    const { state, events } = { state: subject.state, events: subject.events.length };
    expect(subject.send(accept)).toEqual(first);
    expect(subject.refusal('clerk-1', ACTS.accept, { id: accept.id })).toBeNull();
    expect(subject.state).toBe(state);
    expect(subject.events).toHaveLength(events);
    expect(first).toMatchObject({ status: 'applied', type: 'accept' });
  });

  it('long after, in a closed case, still answers the same', () => {
    const subject = caseAt('received');
    const accept = message('clerk-1', ACTS.accept);
    const first = subject.send(accept);
    subject.act('clerk-1', ACTS.withdraw);
    expect(subject.send(accept)).toEqual(first);
    expect(subject.state.result).toBe('withdrawn');
  });

  it('with another body is a mismatch, and the key stays with the first', () => {
    const subject = caseAt('received');
    const accept = message('clerk-1', ACTS.accept);
    const first = subject.send(accept);
    const other = message('clerk-1', ACTS.note, { id: accept.id });
    expect(refusalOf(subject.file, other, subject.now, CALENDAR)?.code).toBe('idempotency-mismatch');
    expect(subject.send(other)).toMatchObject({ status: 'rejected', code: 'idempotency-mismatch' });
    expect(subject.types().at(-1)).toBe('refused');
    expect(subject.state.acts[actKey(accept)]).toEqual(first);
    expect(subject.send(accept)).toEqual(first);
  });

  it('from another identity is another act', () => {
    const subject = caseAt('handling');
    subject.act('clerk-1', ACTS.note, { id: 'same' });
    subject.act('clerk-2', ACTS.note, { id: 'same' });
    expect(subject.eventsOf('note')).toHaveLength(2);
    expect(Object.keys(subject.state.acts).filter((key) => key.endsWith('/same'))).toEqual([
      'clerk-1/same',
      'clerk-2/same',
    ]);
  });
});

describe('an act that is refused', () => {
  it('as an update leaves nothing behind, so that its key is not spent', () => {
    const subject = caseAt('received');
    const { state } = subject;
    expect(subject.refusal('market-handler-1', ACTS.propose, { id: 'early' })).toBe('not-allowed-now');
    expect(subject.state).toBe(state);
    subject.act('clerk-1', ACTS.accept);
    subject.act('market-handler-1', ACTS.propose, { id: 'early' });
  });

  it('as a signal goes on record, and its key is spent', () => {
    const subject = caseAt('received');
    const early = message('market-handler-1', ACTS.propose);
    const outcome = subject.send(early);
    expect(outcome).toMatchObject({
      status: 'rejected',
      code: 'not-allowed-now',
      type: 'propose',
      revision: 2,
    });
    expect(subject.eventsOf('refused')).toMatchObject([
      { seq: 2, actor: null, detail: { act: 'propose', code: 'not-allowed-now' } },
    ]);
    expect(subject.state.stage).toBe('received');
    subject.act('clerk-1', ACTS.accept);
    expect(subject.send(early)).toEqual(outcome);
    expect(subject.state.stage).toBe('handling');
  });
});

describe('the instant an act is dated by (decision 1)', () => {
  it('is now, whatever the sender says of later', () => {
    const { state } = caseAt('handling');
    const now = at('03-04 10:00');
    expect(datedAt(state, message('clerk-1', ACTS.note), now)).toBe(now);
    expect(datedAt(state, message('clerk-1', ACTS.note, { storedAt: at('03-05 10:00') }), now)).toBe(now);
  });

  it('is that of storing for a stored act, but never before the last event', () => {
    const { state } = caseAt('handling');
    const now = at('03-04 10:00');
    expect(datedAt(state, message('clerk-1', ACTS.note, { storedAt: at('03-03 17:00') }), now)).toBe(
      at('03-03 17:00'),
    );
    expect(datedAt(state, message('clerk-1', ACTS.note, { storedAt: at('03-01 17:00') }), now)).toBe(
      state.lastEventAt,
    );
  });

  it('dates what follows from the act, too', () => {
    const subject = caseAt('deciding');
    subject.act('market-chief', ACTS.grant, { at: at('03-09 09:00'), storedAt: at('03-06 17:00') });
    expect(subject.state).toMatchObject({
      decision: { on: '2026-03-06' },
      clocks: { delivery: { startedOn: '2026-03-06' } },
    });
    expect(subject.notices().at(-1)).toMatchObject({ issuedAt: at('03-06 17:00'), issuedOn: '2026-03-06' });
    expect(subject.events.slice(-2).map((event) => event.at)).toEqual([at('03-06 17:00'), at('03-06 17:00')]);
  });
});

describe('time first (decision 4)', () => {
  it('a late act never beats a deadline that passed before it', () => {
    const subject = caseAt('received');
    expect(subject.refusal('clerk-1', ACTS.decline, { at: at('03-09 18:00') })).toBe('not-allowed-now');
    const outcome = subject.send(message('clerk-1', ACTS.decline), at('03-09 18:00'));
    expect(outcome).toMatchObject({ status: 'rejected', code: 'not-allowed-now' });
    expect(subject.types()).toEqual([
      'received',
      'clockWarned',
      'clockOverdue',
      'deemedAccepted',
      'noticeIssued',
      'refused',
    ]);
    expect(subject.events.map((event) => event.at)).toEqual([
      at('03-02 09:00'),
      at('03-06 18:00'),
      at('03-09 18:00'),
      at('03-09 18:00'),
      at('03-09 18:00'),
      at('03-09 18:00'),
    ]);
  });

  it('an act a moment before it is in time', () => {
    const subject = caseAt('received');
    subject.act('clerk-1', ACTS.decline, { at: '2026-03-09T17:59:59.999+08:00' });
    expect(subject.state.result).toBe('declined');
  });

  it('an act that was stored before the deadline is in time, however late it arrives', () => {
    const subject = caseAt('received');
    subject.act('clerk-1', ACTS.decline, { at: at('03-20 09:00'), storedAt: at('03-09 17:59') });
    expect(subject.state).toMatchObject({ result: 'declined', closedAt: at('03-09 17:59') });
  });

  it('unless the case has gone on meanwhile', () => {
    const subject = caseAt('received').wait(at('03-10 09:00'));
    expect(
      subject.refusal('clerk-1', ACTS.decline, { at: at('03-20 09:00'), storedAt: at('03-09 17:59') }),
    ).toBe('not-allowed-now');
  });

  it('a supplement stored in time saves the case, one that is late does not', () => {
    const inTime = caseAt('supplementing');
    inTime.act('clerk-1', ACTS.supplement, { at: at('05-20 09:00'), storedAt: at('05-06 17:00') });
    expect(inTime.state).toMatchObject({ stage: 'received', notice: { lastSupplementOn: '2026-05-06' } });
    // Meanwhile silence has accepted it, counted from the stored supplement.
    inTime.wait(at('05-20 09:00'));
    expect(inTime.state).toMatchObject({
      stage: 'handling',
      acceptedOn: '2026-05-06',
      acceptanceBasis: 'deemed',
    });
    const late = caseAt('supplementing');
    expect(late.send(message('clerk-1', ACTS.supplement), at('05-06 18:00'))).toMatchObject({
      code: 'not-allowed-now',
    });
    expect(late.state.result).toBe('notSupplemented');
  });

  it('does the same whether time is looked at once or often', () => {
    const once = new TestCase({ materials: COMPLETE }).wait(at('05-30 09:00'));
    const often = new TestCase({ materials: COMPLETE });
    for (let day = 3; day <= 31; day += 1) often.wait(at(`03-${String(day).padStart(2, '0')} 12:34`));
    for (let day = 1; day <= 30; day += 1) often.wait(at(`04-${String(day).padStart(2, '0')} 23:59`));
    often.wait(at('05-30 09:00'));
    expect(often.state).toEqual(once.state);
    expect(tick(once.state, at('05-30 09:00'), CALENDAR).events).toEqual([]);
  });
});

describe('what the case remembers', () => {
  it('is all in its events', () => {
    const subject = caseAt('closed');
    expect(subject.replayed()).toEqual(subject.state);
    expect(Object.keys(subject.state.acts)).toHaveLength(6);
    expect(subject.events.map(({ seq }) => seq)).toEqual(subject.events.map((_, index) => index + 1));
  });

  it('survives being written down as JSON', () => {
    const subject = caseAt('deciding');
    const restored = JSON.parse(JSON.stringify(subject.file)) as typeof subject.file;
    expect(restored).toEqual(subject.file);
    const grant = message('market-chief', ACTS.grant);
    expect(handleAct(restored, grant, subject.now, CALENDAR)).toEqual(
      handleAct(subject.file, grant, subject.now, CALENDAR),
    );
  });
});
