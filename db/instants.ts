import { instantOf, type Instant } from '../domain/time.ts';

/** PostgreSQL's text of a timestamptz as an instant of the hall. */
export function instantFrom(text: string): Instant {
  const rfc = text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00');
  return instantOf(Date.parse(rfc));
}

export const instantOrNull = (text: string | null): Instant | null =>
  text === null ? null : instantFrom(text);
