import type { Database } from '../db/client.ts';
import { calendarYears } from '../db/calendar.ts';
import { compileCalendar, type Calendar, type CalendarYear } from '../domain/calendar.ts';
import { isAway, soon } from './deadline.ts';

/** How old the calendar may be that answers are counted by; what counts for a case is in its own history. */
const FRESH_MS = 10_000;

/** The published calendar, compiled once and read again in the background, so that no answer waits for it. */
export class Calendars {
  private readonly db: Database;
  private compiled: Calendar | null = null;
  private signature = '';
  private readAtMs = 0;
  private reading: Promise<void> | null = null;

  constructor(db: Database) {
    this.db = db;
  }

  /** The calendar to show dates by. While the database is away, the last one known. */
  async current(): Promise<Calendar> {
    if (Date.now() - this.readAtMs > FRESH_MS) {
      const reading = (this.reading ??= this.read());
      if (this.compiled === null) await reading;
      // In the background a failure changes nothing: the calendar known before still serves.
      else reading.catch(() => undefined);
    }
    return this.compiled ?? compileCalendar([]);
  }

  /** The years a new case is to count by, as they are published at this moment. */
  async years(): Promise<readonly CalendarYear[]> {
    return calendarYears(this.db);
  }

  private async read(): Promise<void> {
    try {
      const years = await soon(this.years());
      const signature = years.map(({ year, version }) => `${year}.${version}`).join();
      if (this.compiled === null || signature !== this.signature) this.compiled = compileCalendar(years);
      this.signature = signature;
      this.readAtMs = Date.now();
    } catch (error) {
      if (!isAway(error)) throw error;
    } finally {
      this.reading = null;
    }
  }
}
