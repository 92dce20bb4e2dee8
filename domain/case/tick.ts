import type { Calendar } from '../calendar.ts';
import { dateOf, type Instant, type LocalDate } from '../time.ts';
import { dueOf, nextDue, type Due } from './case-clocks.ts';
import { newEvent } from './events.ts';
import { acceptanceNotice } from './notice-facts.ts';
import { notice } from './notices.ts';
import { Recorder } from './recorder.ts';
import type { CaseState } from './state.ts';

/**
 * Time first: applies whatever fell due up to and with `now`, in the order in which it fell due and dated by it, so
 * that a late act never beats a deadline that passed before it. Without anything due it answers no event.
 */
export function tick(state: CaseState, now: Instant, calendar: Calendar): Recorder {
  const recorder = new Recorder(state);
  for (
    let due = nextDue(recorder.state, calendar);
    due !== null && due.at <= now;
    due = nextDue(recorder.state, calendar)
  )
    fallDue(recorder, due, calendar);
  return recorder;
}

function fallDue(recorder: Recorder, due: Due, calendar: Calendar): void {
  const { state } = recorder;
  const clock = state.clocks[due.clock];
  if (clock === undefined) return;
  const { dueOn } = dueOf(state, clock, calendar);
  if (due.rung === 'warning') {
    recorder.record(newEvent('clockWarned', { clock: due.clock, dueOn }), due.at);
    return;
  }
  if (due.rung === 'yellow' && due.clock === 'acceptance') {
    recorder.record(newEvent('clockOverdue', { clock: due.clock, dueOn }), due.at);
    deemAccepted(recorder, clock.startedOn, due.at, calendar);
    return;
  }
  if (due.rung === 'yellow' && due.clock === 'supplement') {
    const outstanding = state.notice?.outstanding ?? [];
    recorder.record(newEvent('clockOverdue', { clock: due.clock, dueOn }), due.at);
    recorder.record(newEvent('notSupplemented', { outstanding }), due.at);
    const facts = { kind: 'notSupplemented', outstanding } as const;
    recorder.record(
      newEvent('noticeIssued', { notice: notice(recorder.state, facts, due.at, dateOf(due.at)) }),
      due.at,
    );
    return;
  }
  // Overdue escalates, it never grants (law.md, traps): the wait goes on.
  if (due.rung === 'yellow') recorder.record(newEvent('clockOverdue', { clock: due.clock, dueOn }), due.at);
  else recorder.record(newEvent('escalated', { clock: due.clock, rung: due.rung, to: 'coordinate' }), due.at);
}

/**
 * No notice in time means accepted, counted from the day that the acceptance clock counts from: that of receipt, of
 * the last supplement, or of a reopening (L32(4)).
 */
function deemAccepted(recorder: Recorder, acceptedOn: LocalDate, at: Instant, calendar: Calendar): void {
  recorder.record(newEvent('deemedAccepted', { acceptedOn }), at);
  recorder.record(newEvent('noticeIssued', { notice: acceptanceNotice(recorder.state, at, calendar) }), at);
}
