import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { cardOf } from '../domain/case/case-clocks.ts';
import { waitingOn, type CaseState } from '../domain/case/state.ts';
import { msOf, type Instant } from '../domain/time.ts';

/** What of a case can be searched in Temporal's UI and moves; nothing personal. */
export interface CaseIndex {
  readonly stage: string;
  readonly waitingOn: string;
  readonly card: string;
  readonly dueAt: Instant | null;
}

const STAGE = defineSearchAttributeKey('CaseStage', SearchAttributeType.KEYWORD);
const WAITING_ON = defineSearchAttributeKey('CaseWaitingOn', SearchAttributeType.KEYWORD);
const CARD = defineSearchAttributeKey('CaseCard', SearchAttributeType.KEYWORD);
const DUE_AT = defineSearchAttributeKey('CaseDueAt', SearchAttributeType.DATETIME);

export function indexOf(state: CaseState, dueAt: Instant | null): CaseIndex {
  return { stage: state.stage, waitingOn: waitingOn(state)?.duty ?? 'nobody', card: cardOf(state), dueAt };
}

/**
 * Writes the index when it has changed: one event, so never for what stayed the same. The start already carries the
 * index of a case just received, which is why the first call of a first run writes nothing.
 */
export function indexCase(state: CaseState, dueAt: Instant | null, before: CaseIndex | null): CaseIndex {
  const index = indexOf(state, dueAt);
  const firstOfCase = before === null && state.revision <= 1;
  if (firstOfCase || (before !== null && same(before, index))) return index;
  upsertSearchAttributes([
    { key: STAGE, value: index.stage },
    { key: WAITING_ON, value: index.waitingOn },
    { key: CARD, value: index.card },
    { key: DUE_AT, value: dueAt === null ? null : new Date(msOf(dueAt)) },
  ]);
  return index;
}

const same = (a: CaseIndex, b: CaseIndex): boolean =>
  a.stage === b.stage && a.waitingOn === b.waitingOn && a.card === b.card && a.dueAt === b.dueAt;
