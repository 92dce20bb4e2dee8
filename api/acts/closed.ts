import { archivedCase, type ArchivedCase } from '../../db/cases.ts';
import { dropReopening, proposeReopening } from '../../db/reopenings.ts';
import type { KeyUse } from '../../db/staff.ts';
import type { CalendarYear } from '../../domain/calendar.ts';
import { actKey, type ActMessage } from '../../domain/case/acts.ts';
import { decide } from '../../domain/case/decide.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { instantOf } from '../../domain/time.ts';
import { querySnapshot, reopenCase, sendAct } from '../../engine/cases.ts';
import type { CaseInput, CaseSnapshot } from '../../workflows/messages.ts';
import { loadCase, pendingReopening, proposalOf } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { notFound, Problem, problemOf, unavailable } from '../problem.ts';
import { seen, type ActReply } from './reply.ts';

/**
 * An act on a case whose workflow has ended: judged by the same rules over the archived state. Only `reopen` and
 * `consent` can follow from it (decision 13).
 */
export async function actOnClosed(
  api: ApiContext,
  caseNo: string,
  message: ActMessage,
  use: KeyUse | null,
): Promise<ActReply> {
  const snapshot = await loadCase(api, caseNo);
  if (snapshot === null) throw notFound('没有这一案件');
  // Done before it closed, or closing it: the same key gets the same answer.
  if (use?.kind === 'action' && use.status === 'applied')
    return seen(api, message, { status: 'applied' }, snapshot);
  // Registered and not started yet, or between two runs.
  if (snapshot.state.stage !== 'closed') throw unavailable('案件正在登记或恢复,请稍后再试');

  const proposal = await pendingReopening(api, snapshot.state);
  if (proposal !== null && actKey(proposal) === actKey(message)) {
    if (proposal.fingerprint !== message.fingerprint)
      throw new Problem('idempotency-mismatch', '同一 Idempotency-Key 已用于另一内容');
    return seen(api, message, { status: 'applied' }, snapshot);
  }
  const [calendar, now] = [await api.calendars.current(), instantOf(Date.now())];
  const verdict = decide(snapshot.state, message, { now, calendar, applicant: snapshot.applicant });
  if (verdict.rejection !== null) throw problemOf(verdict.rejection);
  if (message.act.type === 'reopen') return propose(api, caseNo, message, snapshot);
  if (message.act.type === 'consent' && proposal !== null)
    return reopen(api, caseNo, [proposal, message], { ...snapshot, state: verdict.state });
  throw new Problem('not-allowed-now', '案件已办结');
}

/** The proposal is kept in the database: there is no workflow to keep it. */
async function propose(
  api: ApiContext,
  caseNo: string,
  message: ActMessage,
  snapshot: CaseSnapshot,
): Promise<ActReply> {
  // Two at the same moment: the one that came second is told so.
  if (!(await proposeReopening(api.db, caseNo, message)))
    throw new Problem('not-allowed-now', '已有待同意的提议');
  const state: CaseState = { ...snapshot.state, proposal: proposalOf(message) };
  return seen(api, message, { status: 'applied' }, { ...snapshot, state });
}

/** With the second person's consent a new run starts from the archived state; the two acts are its first. */
async function reopen(
  api: ApiContext,
  caseNo: string,
  acts: readonly [proposal: ActMessage, consent: ActMessage],
  foretold: CaseSnapshot,
): Promise<ActReply> {
  const [archived, calendar] = await Promise.all([archivedCase(api.db, caseNo), api.calendars.years()]);
  if (archived === null) throw unavailable('案件正在恢复,请稍后再试');
  if (!(await reopenCase(api.engine, inputFrom(archived, acts, calendar))))
    return askNewRun(api, caseNo, acts[1]);
  await api.late.write(() => dropReopening(api.db, caseNo));
  return seen(api, acts[1], { status: 'applied' }, await reopenedSnapshot(api, caseNo, foretold));
}

/** Another consent has reopened the case: it judges this one, and knows it where it is the same. */
async function askNewRun(api: ApiContext, caseNo: string, consent: ActMessage): Promise<ActReply> {
  const sent = await sendAct(api.engine, caseNo, consent, { waitMs: api.answerWaitMs });
  switch (sent.kind) {
    case 'answered':
      return seen(api, consent, sent.answer.outcome, sent.answer.snapshot);
    case 'refused':
      throw problemOf(sent.rejection);
    case 'noAnswer':
    case 'closed':
      throw unavailable('案件正在恢复,请稍后再试');
  }
}

/** What the new run starts from: the archived state with the acts it has seen, and the run after the last one. */
function inputFrom(
  { state, applicant, acts, run, hash }: ArchivedCase,
  reopening: readonly [proposal: ActMessage, consent: ActMessage],
  calendar: readonly CalendarYear[],
): CaseInput {
  return {
    receipt: {
      caseNo: state.caseNo,
      item: state.item,
      policy: state.policy,
      channel: state.channel,
      materials: [],
      projectCode: state.projectCode,
      receivedBy: reopening[0].actor,
    },
    applicant,
    calendar,
    carried: {
      state: { ...state, acts },
      run: run + 1,
      projected: { revision: state.revision, hash },
      pending: [],
      reopening,
    },
  };
}

/** The case as its new run shows it; as the rules foretell it while no worker has taken it up. */
async function reopenedSnapshot(
  api: ApiContext,
  caseNo: string,
  foretold: CaseSnapshot,
): Promise<CaseSnapshot> {
  try {
    return await querySnapshot(api.engine, caseNo);
  } catch (error) {
    api.log.info({ caseNo, err: error }, 'no worker has shown the reopened case yet');
    return foretold;
  }
}
