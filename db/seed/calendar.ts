import { provisionalYear, type CalendarYear } from '../../domain/calendar.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';

/** Days from one `MM-DD` to another of a year, both counted. */
function days(year: number, from: string, to = from): LocalDate[] {
  const last = `${year}-${to}`;
  const all: LocalDate[] = [];
  for (let day = `${year}-${from}`; day <= last; day = addDays(day, 1)) all.push(day);
  return all;
}

const year2025: CalendarYear = {
  year: 2025,
  version: 1,
  status: 'official',
  off: [
    ...days(2025, '01-01'),
    ...days(2025, '01-28', '02-04'),
    ...days(2025, '04-04', '04-06'),
    ...days(2025, '05-01', '05-05'),
    ...days(2025, '05-31', '06-02'),
    ...days(2025, '10-01', '10-08'),
  ],
  work: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  source: '国办发明电〔2024〕12号',
};

const year2026: CalendarYear = {
  year: 2026,
  version: 1,
  status: 'official',
  off: [
    ...days(2026, '01-01', '01-03'),
    ...days(2026, '02-15', '02-23'),
    ...days(2026, '04-04', '04-06'),
    ...days(2026, '05-01', '05-05'),
    ...days(2026, '06-19', '06-21'),
    ...days(2026, '09-25', '09-27'),
    ...days(2026, '10-01', '10-07'),
  ],
  work: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  source: '国务院办公厅 2025-11-04 关于2026年部分节假日安排的通知',
};

/** The published years, and the first one that is not: provisional until its notice comes. */
export const EMBEDDED_CALENDAR: readonly CalendarYear[] = [year2025, year2026, provisionalYear(2027)];
