import type { Calendar } from '../calendar.ts';
import type { ClockName } from '../clocks.ts';
import { dateOf, type Instant } from '../time.ts';
import { dueOf } from './case-clocks.ts';
import { notice, type Notice } from './notices.ts';
import type { CaseState } from './state.ts';

/** The acceptance notice (受理通知书) with the due dates as they stand now. */
export function acceptanceNotice(state: CaseState, at: Instant, calendar: Calendar): Notice {
  const due = (
    name: ClockName,
  ): { limit: { n: number; unit: 'WD' | 'ND' | 'MONTH' }; dueOn: string; provisional: boolean } => {
    const clock = state.clocks[name];
    if (clock === undefined) throw new RangeError(`an accepted case has no ${name} clock`);
    const { dueOn, provisional } = dueOf(state, clock, calendar);
    return { limit: clock.limit, dueOn, provisional };
  };
  return notice(
    state,
    {
      kind: 'acceptance',
      acceptedOn: state.acceptedOn ?? state.receivedOn,
      basis: state.acceptanceBasis ?? 'notice',
      statutory: due('statutory'),
      promised: due('promised'),
    },
    at,
    dateOf(at),
  );
}

/** The day by which the applicant must answer a supplement notice. */
export function supplementNotice(state: CaseState, at: Instant, calendar: Calendar): Notice {
  const clock = state.clocks.supplement;
  if (clock === undefined || state.notice === null) throw new RangeError('no supplement is asked for');
  return notice(
    state,
    { kind: 'supplement', missing: state.notice.missing, answerBy: dueOf(state, clock, calendar).dueOn },
    at,
    dateOf(at),
  );
}
