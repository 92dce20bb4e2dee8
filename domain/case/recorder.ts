import { laterOf, type Instant } from '../time.ts';
import { actKey, type ActMessage } from './acts.ts';
import type { CaseEvent, EventActor, NewEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { CaseState } from './state.ts';

/** Events as they come about, each applied at once so that the next one sees it. */
export class Recorder {
  readonly events: CaseEvent[] = [];
  state: CaseState;

  constructor(state: CaseState) {
    this.state = state;
  }

  /** Appends one event; it is never dated before the one before it. */
  record(event: NewEvent, at: Instant, actor: EventActor | null = null, message?: ActMessage): void {
    const recorded = {
      seq: this.state.revision + 1,
      at: laterOf(at, this.state.lastEventAt),
      type: event.type,
      actor,
      onBehalfOf: null,
      detail: event.detail,
      ...(message === undefined
        ? {}
        : { action: { id: message.id, key: actKey(message), fingerprint: message.fingerprint } }),
    } as CaseEvent;
    this.events.push(recorded);
    this.state = evolve(this.state, recorded);
  }
}
