import type { ActMessage, ActType } from '../../domain/case/acts.ts';
import type { ActOutcome } from '../../domain/case/state.ts';
import type { CaseView } from '../../domain/case/view.ts';
import type { CaseSnapshot } from '../../workflows/messages.ts';
import { viewOf } from '../case-reader.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';

export interface ActionView {
  readonly id: string;
  readonly type: ActType;
  readonly status: 'queued' | 'applied';
}

/** How an act was answered; a refusal is thrown. */
export type ActReply =
  | { readonly kind: 'applied'; readonly action: ActionView; readonly case: CaseView }
  | { readonly kind: 'queued'; readonly action: ActionView };

const actionOf = (message: ActMessage, status: ActionView['status']): ActionView => ({
  id: message.id,
  type: message.act.type,
  status,
});

/** The answer of an act that the server has on disk and the case has not seen. */
export const queued = (message: ActMessage): ActReply => ({
  kind: 'queued',
  action: actionOf(message, 'queued'),
});

/** The answer of an act that the case has seen, now or when its key came first. Throws when it was rejected then. */
export async function seen(
  api: ApiContext,
  message: ActMessage,
  outcome: Pick<ActOutcome, 'status' | 'code' | 'message'>,
  snapshot: CaseSnapshot,
): Promise<ActReply> {
  if (outcome.status === 'rejected')
    throw new Problem(outcome.code ?? 'not-allowed-now', outcome.message ?? '该动作已被拒绝');
  return {
    kind: 'applied',
    action: actionOf(message, 'applied'),
    case: await viewOf(api, snapshot, message.actor),
  };
}
