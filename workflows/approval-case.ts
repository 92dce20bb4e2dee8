import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  log,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { maskApplicant } from '../domain/applicant.ts';
import { compileCalendar } from '../domain/calendar.ts';
import { ACT_TYPES, type ActMessage } from '../domain/case/acts.ts';
import { caseDueAt, nextDue } from '../domain/case/case-clocks.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import { handleAct, refusalOf, type CaseFile } from '../domain/case/inbox.ts';
import { receive } from '../domain/case/receive.ts';
import type { ActOutcome, CaseResult, CaseState } from '../domain/case/state.ts';
import { tick } from '../domain/case/tick.ts';
import { instantOf, msOf, type Instant } from '../domain/time.ts';
import { Alarm } from './alarm.ts';
import { indexCase, type CaseIndex } from './case-index.ts';
import { currentDetails } from './details.ts';
import {
  outcomeQuery,
  snapshotQuery,
  type ActAnswer,
  type CaseInput,
  type CaseSnapshot,
} from './messages.ts';
import { Projector } from './projector.ts';

/** Far below the server's limits (51,200 events, 50 MiB): the guard of decision 14. */
const MAX_HISTORY_EVENTS = 20_000;

/**
 * One approval case, from receipt to archive: the durable shell around the rules of `domain/case`. It waits for
 * people and for time, asks the rules, applies what they answer, and has it written down. It returns when the case is
 * closed and the read model has all of it.
 */
export async function approvalCase(input: CaseInput): Promise<CaseResult | null> {
  const calendar = compileCalendar(input.calendar);
  const run = input.carried?.run ?? 1;
  let file: CaseFile = open(input);
  let index: CaseIndex | null = null;

  const projector = new Projector(run, input.carried, () => ({
    snapshot: snapshotOf(file),
    applicant: file.applicant,
    dueAt: caseDueAt(file.state, calendar),
  }));
  const alarm = new Alarm(() => {
    const due = tick(file.state, now(), calendar);
    took({ ...file, state: due.state }, due.events);
  });

  /** The one place where the case changes: what the rules answered is kept, shown, written down and waited upon. */
  function took(next: CaseFile, events: readonly CaseEvent[]): void {
    file = next;
    projector.add(events);
    index = indexCase(file.state, caseDueAt(file.state, calendar), index);
    setCurrentDetails(currentDetails(file.state));
    const due = file.state.stage === 'closed' ? null : nextDue(file.state, calendar);
    alarm.setFor(due === null ? null : msOf(due.at), due === null ? '' : `${due.clock}: ${due.rung}`);
  }

  function act(message: ActMessage): ActOutcome {
    const handled = handleAct(file, message, now(), calendar);
    if (handled.events.length > 0) took(handled.file, handled.events);
    return handled.outcome;
  }

  // The case is there before its handlers: a message that came before the first task is handed out as soon as its
  // handler is set, and must not find a case that is not received yet.
  took(file, input.carried === undefined ? receive(input.receipt, file.state.receivedAt).events : []);
  for (const message of input.carried?.reopening ?? []) act(message);

  // Handlers stand before the first await, so that no message finds the case without them.
  for (const type of ACT_TYPES) {
    setHandler(
      defineUpdate<ActAnswer, [ActMessage]>(type),
      (message: ActMessage) => ({ outcome: act(message), snapshot: snapshotOf(file) }),
      {
        validator(message: ActMessage) {
          const refusal = refusalOf(file, message, now(), calendar);
          if (refusal !== null)
            throw ApplicationFailure.nonRetryable(refusal.message, refusal.code, refusal.errors ?? []);
        },
      },
    );
  }
  setHandler(defineQuery<CaseSnapshot>(snapshotQuery), () => snapshotOf(file));
  setHandler(defineQuery<ActOutcome | null, [string]>(outcomeQuery), (key) => file.state.acts[key] ?? null);

  // One handler for all signals keeps the order in which they arrived, across names (decision 3).
  setDefaultSignalHandler((name, ...args) => {
    const message: unknown = args[0];
    if (isActMessage(name, message)) act(message);
    else log.warn('signal ignored: not an act', { signal: name });
  });

  const mustRotate = (): boolean =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > MAX_HISTORY_EVENTS;
  await condition(() => (file.state.stage === 'closed' && projector.idle) || mustRotate());
  await condition(allHandlersFinished);
  if (file.state.stage === 'closed' && projector.idle) return file.state.result;
  return continueAsNew<typeof approvalCase>({
    ...input,
    applicant: file.applicant,
    carried: {
      state: file.state,
      run: run + 1,
      projected: projector.projected,
      pending: projector.unwritten,
    },
  });
}

const now = (): Instant => instantOf(Date.now());

/** The case before its first event of this run. A case is received at its workflow's start (decision 1). */
function open(input: CaseInput): CaseFile {
  if (input.carried !== undefined) return { state: input.carried.state, applicant: input.applicant };
  const startedAt = instantOf(workflowInfo().startTime.getTime());
  const at = input.storedAt !== undefined && input.storedAt < startedAt ? input.storedAt : startedAt;
  return { state: receive(input.receipt, at).state, applicant: input.applicant };
}

/** What leaves the workflow: without the acts seen, and masked. */
function snapshotOf(file: CaseFile): CaseSnapshot {
  const state: CaseState = { ...file.state, acts: {} };
  return { state, applicant: maskApplicant(file.applicant) };
}

/** A signal must never fail a case: whatever is not an act of that name is let pass. */
function isActMessage(name: string, message: unknown): message is ActMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { id, fingerprint, act, actor } = message as Partial<ActMessage>;
  return (
    typeof id === 'string' &&
    typeof fingerprint === 'string' &&
    typeof actor?.staffId === 'string' &&
    act?.type === name &&
    (ACT_TYPES as readonly string[]).includes(name)
  );
}
