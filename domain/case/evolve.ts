import { dateOf } from '../time.ts';
import { asPost, asWindow, asWindowOrApplicant, final, personOf, recallable } from './actors.ts';
import type { CaseEvent } from './events.ts';
import { answered, closed, toStage, withRung } from './stages.ts';
import { POST_OF_STAGE, type CaseState } from './state.ts';
import {
  accepted,
  assigned,
  consented,
  decided,
  delivered,
  opined,
  recalled,
  requestedSupplement,
  submittedSupplement,
} from './transitions.ts';

/**
 * Applies one event: the only way a state changes. It decides nothing and refuses nothing, so replaying the events of
 * a case gives the same state for ever.
 */
export function evolve(state: CaseState, event: CaseEvent): CaseState {
  const after = applyEvent(state, event);
  return {
    ...after,
    revision: event.seq,
    lastEventAt: event.at,
    acts: event.action === undefined ? after.acts : remembered(after, event),
  };
}

function remembered(state: CaseState, event: CaseEvent): CaseState['acts'] {
  const { action } = event;
  if (action === undefined) return state.acts;
  const base = { fingerprint: action.fingerprint, revision: event.seq };
  if (event.type === 'refused') {
    const { act, code, message } = event.detail;
    return { ...state.acts, [action.key]: { ...base, type: act, status: 'rejected', code, message } };
  }
  const type = event.type as Exclude<typeof event.type, 'received'>;
  return { ...state.acts, [action.key]: { ...base, type: type as never, status: 'applied' } };
}

function applyEvent(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case 'received':
      return state;
    case 'accept':
      return accepted(asWindow(state, event), event, 'notice', event.detail.acceptedOn);
    case 'deemedAccepted':
      return accepted({ ...state, lastAct: null }, event, 'deemed', event.detail.acceptedOn);
    case 'requestSupplement':
      return requestedSupplement(asWindow(state, event), event);
    case 'submitSupplement':
      return submittedSupplement(state, event);
    case 'notSupplemented':
      return closed({ ...state, lastAct: null }, 'notSupplemented', event.at);
    case 'decline':
      return closed(answered(final(asWindow(state, event), event), event.at), 'declined', event.at);
    case 'notRequired':
      return closed(answered(final(asWindow(state, event), event), event.at), 'notRequired', event.at);
    case 'withdraw':
      return closed(final(asWindowOrApplicant(state, event), event), 'withdrawn', event.at);
    case 'correct':
      // The words before it are personal data, which no state keeps: a wrong correction is corrected, not recalled.
      return final(asWindow(state, event), event);
    case 'assign':
      return recallable(assigned(state, event), state, event);
    case 'propose':
      return recallable(
        toStage(
          opined(asPost(state, event, 'handle'), event, event.detail.opinion, event.detail.proposal),
          'reviewing',
          event.at,
        ),
        state,
        event,
      );
    case 'endorse':
      return recallable(
        toStage(
          opined(asPost(state, event, 'review'), event, event.detail.opinion, null),
          'deciding',
          event.at,
        ),
        state,
        event,
      );
    case 'return': {
      const post = POST_OF_STAGE[state.stage] ?? 'review';
      return recallable(
        toStage(
          opined(asPost(state, event, post), event, event.detail.reason, null),
          event.detail.to,
          event.at,
        ),
        state,
        event,
      );
    }
    case 'decide':
      return recallable(decided(asPost(state, event, 'decide'), event), state, event);
    case 'recordPayment':
      return recallable(
        {
          ...asWindow(state, event),
          payment: { amount: event.detail.amount, receiptNo: event.detail.receiptNo, at: event.at },
        },
        state,
        event,
      );
    case 'issue':
      return recallable(
        toStage(
          { ...asWindow(state, event), document: { no: event.detail.documentNo, at: event.at } },
          'delivering',
          event.at,
        ),
        state,
        event,
      );
    case 'deliver':
      return delivered(final(asWindow(state, event), event), event);
    case 'recall':
      return recalled(state);
    case 'note':
      return state;
    case 'urge':
      return {
        ...state,
        urges: [
          ...state.urges,
          {
            id: event.detail.urgeId,
            by: event.actor?.staffId ?? '',
            on: dateOf(event.at),
            replyBy: event.detail.replyBy ?? null,
          },
        ],
      };
    case 'void': {
      const { reason } = event.detail;
      const proposal = {
        actionId: event.action?.id ?? '',
        type: 'void',
        by: personOf(event.actor),
        reason,
      } as const;
      return recallable({ ...state, proposal }, state, event);
    }
    case 'reopen':
      return {
        ...state,
        proposal: {
          actionId: event.action?.id ?? '',
          type: 'reopen',
          by: personOf(event.actor),
          reason: event.detail.reason,
        },
      };
    case 'consent':
      return consented(state, event);
    case 'noticeIssued': {
      const { kind } = event.detail.notice;
      return {
        ...state,
        noticeCounts: { ...state.noticeCounts, [kind]: (state.noticeCounts[kind] ?? 0) + 1 },
      };
    }
    case 'noticeRevoked':
      return state;
    case 'clockWarned':
      return withRung(state, event.detail.clock, 'warning', event.at);
    case 'clockOverdue':
      return withRung(state, event.detail.clock, 'yellow', event.at);
    case 'escalated': {
      const { clock, rung, to } = event.detail;
      const escalations = [...state.escalations, { at: event.at, clock, rung, to }];
      return withRung({ ...state, escalations }, clock, rung, event.at);
    }
    case 'refused':
      return state;
  }
}
