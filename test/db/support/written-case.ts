import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { maskApplicant } from '../../../domain/applicant.ts';
import { compileCalendar } from '../../../domain/calendar.ts';
import { caseDueAt } from '../../../domain/case/case-clocks.ts';
import type { Act, ActMessage } from '../../../domain/case/acts.ts';
import type { CaseEvent } from '../../../domain/case/events.ts';
import { handleAct, type CaseFile } from '../../../domain/case/inbox.ts';
import { receive } from '../../../domain/case/receive.ts';
import type { ActOutcome } from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Database } from '../../../db/client.ts';
import { eventHash } from '../../../db/hash.ts';
import type { HistoryEvent } from '../../../db/history.ts';
import { projectCase } from '../../../db/projection.ts';
import type { Projected, ProjectionInput } from '../../../workflows/messages.ts';
import { caseInput, message, SHORTEST } from '../../support/case-fixtures.ts';

const RECEIVED_AT = '2026-11-24T09:00:00.000+08:00';
const calendar = compileCalendar(caseInput('x').calendar);

/** The API sends a digest of the body, never the body. */
export const digestOf = (act: Act): string => createHash('sha256').update(JSON.stringify(act)).digest('hex');

/** The case as a workflow holds it at one moment, to go back to when its worker dies. */
export interface Moment {
  readonly file: CaseFile;
  readonly events: readonly CaseEvent[];
  readonly projected: Projected;
}

/** A case driven by the rules alone, whose every step is written as its workflow would. */
export class WrittenCase {
  readonly caseNo: string;
  readonly applicant;
  file: CaseFile;
  events: readonly CaseEvent[];
  projected: Projected = { revision: 0, hash: '' };
  fence = 1_000_000_003;
  attemptAt = Date.parse(RECEIVED_AT);
  private readonly db: Database;

  constructor(db: Database, caseNo: string, itemCode?: string, receivedAt: Instant = RECEIVED_AT) {
    this.db = db;
    this.caseNo = caseNo;
    const input = caseInput(caseNo, itemCode);
    const recorder = receive(input.receipt, receivedAt);
    this.applicant = input.applicant;
    this.file = { state: recorder.state, applicant: input.applicant };
    this.events = recorder.events;
  }

  /** Gives the case a message; its events wait to be written. */
  give(said: ActMessage, at: Instant): ActOutcome {
    const handled = handleAct(this.file, said, at, calendar);
    this.file = handled.file;
    this.events = handled.events;
    return handled.outcome;
  }

  /** The step of the shortest case with that index, at 10:`minute`. */
  act(index: number, minute = index): void {
    const { by, act } = SHORTEST[index]!;
    const at = `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000+08:00`;
    expect(this.give(message(by, act, { fingerprint: digestOf(act) }), at).status).toBe('applied');
  }

  input(changes: Partial<ProjectionInput> = {}): ProjectionInput {
    return {
      fence: this.fence,
      attemptAt: this.attemptAt,
      confirmed: this.projected.revision,
      snapshot: { state: { ...this.file.state, acts: {} }, applicant: maskApplicant(this.applicant) },
      applicant: this.applicant,
      events: this.events,
      previousHash: this.projected.hash,
      dueAt: caseDueAt(this.file.state, calendar),
      ...changes,
    };
  }

  async write(changes: Partial<ProjectionInput> = {}, db: Database = this.db): Promise<void> {
    this.projected = await projectCase(db, this.input(changes));
    this.fence += 6;
    this.attemptAt += 1000;
  }

  /** Received, and then the first `steps` steps of the shortest case, each written. */
  async play(steps: number): Promise<void> {
    await this.write();
    for (let index = 0; index < steps; index += 1) {
      this.act(index);
      await this.write();
    }
  }

  moment(): Moment {
    return { file: this.file, events: this.events, projected: this.projected };
  }

  /** The worker died before its task was completed: for the workflow what it wrote since never was. */
  backTo({ file, events, projected }: Moment): void {
    this.file = file;
    this.events = events;
    this.projected = projected;
  }
}

/** The place of the first event that its hash or its link does not fit; null when the chain holds. */
export function brokenAt(events: readonly HistoryEvent[]): number | null {
  let previous = '';
  for (const { hash, previousHash, ...event } of events) {
    if (previousHash !== previous || eventHash(event, previousHash) !== hash) return event.seq;
    previous = hash;
  }
  return null;
}
