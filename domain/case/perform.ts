import { correctApplicant, maskPersonName, type Applicant } from '../applicant.ts';
import { dateOf } from '../time.ts';
import type { ActMessage } from './acts.ts';
import type { DecideContext } from './decide.ts';
import { newEvent, type EventActor, type NewEvent } from './events.ts';
import { acceptanceNotice, supplementNotice } from './notice-facts.ts';
import { notice, type NoticeFacts } from './notices.ts';
import { Recorder } from './recorder.ts';
import { feeIsOpen } from './rules.ts';

/** What follows from a lawful act. Answers the applicant, which only a correction changes. */
export function perform(
  recorder: Recorder,
  message: ActMessage,
  context: DecideContext,
  actor: EventActor,
): Applicant {
  const { act } = message;
  const { now, calendar, applicant } = context;
  const record = (event: NewEvent): void => {
    recorder.record(event, now, actor, message);
  };
  const inWriting = (facts: NoticeFacts): void => {
    recorder.record(
      newEvent('noticeIssued', { notice: notice(recorder.state, facts, now, dateOf(now)) }),
      now,
    );
  };
  switch (act.type) {
    case 'accept': {
      // Acceptance is dated by the last supplement where there was one (A5), which is what its clock counts from.
      const { notice: told, clocks } = recorder.state;
      const acceptedOn =
        told?.lastSupplementOn == null ? dateOf(now) : (clocks.acceptance?.startedOn ?? dateOf(now));
      record(newEvent('accept', { acceptedOn }));
      recorder.record(
        newEvent('noticeIssued', { notice: acceptanceNotice(recorder.state, now, calendar) }),
        now,
      );
      break;
    }
    case 'requestSupplement':
      record(newEvent('requestSupplement', { missing: act.missing }));
      recorder.record(
        newEvent('noticeIssued', { notice: supplementNotice(recorder.state, now, calendar) }),
        now,
      );
      break;
    case 'submitSupplement': {
      const received = new Map(act.materials.map((material) => [material.code, material.copies ?? 1]));
      const enough = (code: string): boolean =>
        (received.get(code) ?? 0) >=
        (recorder.state.item.materials.find((material) => material.code === code)?.copies ?? 1);
      const outstanding = (recorder.state.notice?.outstanding ?? []).filter((code) => !enough(code));
      record(newEvent('submitSupplement', { materials: act.materials, outstanding }));
      break;
    }
    case 'decline':
    case 'notRequired': {
      const { reason, legalBasis, competentAuthority } = act;
      const detail = {
        reason,
        legalBasis,
        ...(competentAuthority === undefined ? {} : { competentAuthority }),
      };
      record(newEvent(act.type, detail));
      inWriting({ kind: act.type, reason, legalBasis, competentAuthority: competentAuthority ?? null });
      break;
    }
    case 'correct':
      record(newEvent('correct', { paths: act.changes.map(({ path }) => path) }));
      return correctApplicant(applicant, act.changes);
    case 'withdraw':
      record(newEvent('withdraw', { reason: act.reason }));
      break;
    case 'assign': {
      const { duty, staffId, reason } = act;
      const personId = message.target?.personId ?? staffId;
      record(newEvent('assign', { duty, staffId, personId, ...(reason === undefined ? {} : { reason }) }));
      break;
    }
    case 'propose':
      record(newEvent('propose', { proposal: act.proposal, opinion: act.opinion }));
      break;
    case 'endorse':
      record(newEvent('endorse', { opinion: act.opinion }));
      break;
    case 'return':
      record(newEvent('return', { to: act.to, reason: act.reason }));
      break;
    case 'decide': {
      const { result, opinion, reasons, citesRecord } = act;
      record(
        newEvent('decide', {
          result,
          opinion,
          ...(reasons === undefined ? {} : { reasons }),
          ...(citesRecord === undefined ? {} : { citesRecord }),
        }),
      );
      inWriting({ kind: 'decision', result, reasons: reasons ?? null, citesRecord: citesRecord ?? null });
      const { fee } = recorder.state.item;
      if (fee !== null && feeIsOpen(recorder.state))
        inWriting({ kind: 'payment', amount: fee.amount, basis: fee.basis });
      break;
    }
    case 'recall': {
      const decided = recorder.state.lastAct?.type === 'decide';
      const payable = feeIsOpen(recorder.state);
      const counts = recorder.state.noticeCounts;
      record(newEvent('recall', { actionId: act.actionId, reason: act.reason }));
      // A decision not served yet is taken back with its notices; they stay on record as revoked.
      if (decided) {
        recorder.record(newEvent('noticeRevoked', { noticeId: `decision-${counts['decision'] ?? 1}` }), now);
        if (payable)
          recorder.record(newEvent('noticeRevoked', { noticeId: `payment-${counts['payment'] ?? 1}` }), now);
      }
      break;
    }
    case 'recordPayment':
      record(newEvent('recordPayment', { amount: act.amount, receiptNo: act.receiptNo }));
      break;
    case 'issue':
      record(newEvent('issue', { documentNo: act.documentNo ?? `${recorder.state.caseNo}-ZS` }));
      break;
    case 'deliver': {
      const { method, receivedBy, trackingNo } = act;
      record(
        newEvent('deliver', {
          method,
          receivedBy: maskPersonName(receivedBy),
          ...(trackingNo === undefined ? {} : { trackingNo }),
        }),
      );
      break;
    }
    case 'note':
      record(newEvent('note', { text: act.text }));
      break;
    case 'urge': {
      const { message: text, replyBy } = act;
      record(
        newEvent('urge', {
          message: text,
          urgeId: message.id,
          ...(replyBy === undefined ? {} : { replyBy }),
        }),
      );
      break;
    }
    case 'void':
      record(newEvent('void', { reason: act.reason }));
      break;
    case 'reopen':
      record(newEvent('reopen', { reason: act.reason }));
      break;
    case 'consent':
      record(newEvent('consent', { actionId: act.actionId }));
      break;
  }
  return applicant;
}
