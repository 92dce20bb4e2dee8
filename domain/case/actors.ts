import type { Post } from './acts.ts';
import type { CaseEvent, EventActor } from './events.ts';
import type { CaseState, LastAct, PersonRef, Side, Undo } from './state.ts';

export const personOf = (actor: EventActor | null): PersonRef => ({
  staffId: actor?.staffId ?? '',
  personId: actor?.personId ?? '',
});

const onSide = (state: CaseState, actor: EventActor | null, side: Side): CaseState =>
  actor === null ? state : { ...state, sides: { ...state.sides, [actor.personId]: side } };

export const asWindow = (state: CaseState, event: CaseEvent): CaseState =>
  onSide(state, event.actor, 'window');

export const asWindowOrApplicant = (state: CaseState, event: CaseEvent): CaseState =>
  event.actor?.duty === 'applicant' ? state : asWindow(state, event);

/** The first one of a duty who acts takes the case (contract, `assign`). */
export function asPost(state: CaseState, event: CaseEvent, post: Post): CaseState {
  if (event.actor === null) return state;
  const person = personOf(event.actor);
  const name = post === 'handle' ? 'handler' : post === 'review' ? 'reviewer' : 'decider';
  return {
    ...onSide(state, event.actor, post),
    assignees: { ...state.assignees, [post]: person },
    people: { ...state.people, [name]: person.staffId },
  };
}

function undoOf(state: CaseState): Undo {
  const { stage, result, decision, payment, document, clocks, assignees, people, proposal, waitingSince } =
    state;
  return { stage, result, decision, payment, document, clocks, assignees, people, proposal, waitingSince };
}

export const lastActOf = (event: CaseEvent, undo: Undo | null): LastAct | null =>
  event.action === undefined || event.actor === null || event.type === 'refused' || event.type === 'received'
    ? null
    : {
        actionId: event.action.id,
        type: event.type as LastAct['type'],
        by: personOf(event.actor),
        duty: event.actor.duty,
        undo,
      };

/** An act that may be recalled before the next one. */
export const recallable = (after: CaseState, before: CaseState, event: CaseEvent): CaseState => ({
  ...after,
  lastAct: lastActOf(event, undoOf(before)),
});

/** An act whose notice is served at once: it stands. */
export const final = (state: CaseState, event: CaseEvent): CaseState => ({
  ...state,
  lastAct: lastActOf(event, null),
});
