import { compileCalendar } from '../../domain/calendar.ts';
import { dueDate } from '../../domain/clocks.ts';
import { addDays } from '../../domain/time.ts';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';

/** Seconds for a million due dates of 20 working days, with a start that moves. */
export function millionDueDates(): number {
  const calendar = compileCalendar(EMBEDDED_CALENDAR);
  const starts = Array.from({ length: 365 }, (_, day) => addDays('2026-01-01', day));
  const begun = performance.now();
  let letters = 0;
  for (let i = 0; i < 1_000_000; i += 1) {
    const { dueOn } = dueDate(
      { startedOn: starts[i % 365] ?? '2026-01-01', limit: { n: 20, unit: 'WD' }, pauses: [] },
      calendar,
    );
    letters += dueOn.length;
  }
  if (letters !== 10_000_000) throw new Error('a due date is not a date');
  return (performance.now() - begun) / 1000;
}
