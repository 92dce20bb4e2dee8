import type { Correction } from '../applicant.ts';
import type { MaterialForm } from '../item.ts';
import type { Actor, StaffMember } from '../people.ts';
import type { Instant } from '../time.ts';

/** A material as handed in. */
export interface SubmittedMaterial {
  readonly code: string;
  /** Copies handed in; 1 when not said. */
  readonly copies?: number | undefined;
  readonly form?: MaterialForm | undefined;
  /** Reference to an uploaded file. */
  readonly fileId?: string | undefined;
}

export interface MissingMaterial {
  readonly code: string;
  readonly reason: string;
}

/** The three posts of the department's procedure (M13(3)). */
export type Post = 'handle' | 'review' | 'decide';

/** What each act says; the names are the contract's. */
export interface ActPayloads {
  accept: {
    readonly tolerance?: readonly { readonly code: string; readonly promisedBy: string }[] | undefined;
  };
  requestSupplement: { readonly missing: readonly MissingMaterial[] };
  submitSupplement: { readonly materials: readonly SubmittedMaterial[] };
  decline: {
    readonly reason: string;
    readonly legalBasis: string;
    readonly competentAuthority?: string | undefined;
  };
  notRequired: {
    readonly reason: string;
    readonly legalBasis: string;
    readonly competentAuthority?: string | undefined;
  };
  correct: { readonly changes: readonly Correction[] };
  withdraw: { readonly reason: string };
  assign: { readonly duty: Post; readonly staffId: string; readonly reason?: string | undefined };
  propose: { readonly proposal: 'grant' | 'refuse'; readonly opinion: string };
  endorse: { readonly opinion: string };
  return: { readonly to: 'handling' | 'reviewing'; readonly reason: string };
  decide: {
    readonly result: 'grant' | 'refuse';
    readonly opinion: string;
    readonly reasons?: string | undefined;
    readonly citesRecord?: string | undefined;
  };
  recall: { readonly actionId: string; readonly reason: string };
  recordPayment: { readonly amount: number; readonly receiptNo: string };
  issue: { readonly documentNo?: string | undefined };
  deliver: {
    readonly method: 'pickup' | 'courier' | 'electronic';
    /** Personal data: masked in the event. */
    readonly receivedBy: string;
    readonly trackingNo?: string | undefined;
  };
  note: { readonly text: string };
  urge: { readonly message: string; readonly replyBy?: string | undefined };
  void: { readonly reason: string };
  reopen: { readonly reason: string };
  consent: { readonly actionId: string };
}

export type ActType = keyof ActPayloads;

export const ACT_TYPES = [
  'accept',
  'requestSupplement',
  'submitSupplement',
  'decline',
  'notRequired',
  'correct',
  'withdraw',
  'assign',
  'propose',
  'endorse',
  'return',
  'decide',
  'recall',
  'recordPayment',
  'issue',
  'deliver',
  'note',
  'urge',
  'void',
  'reopen',
  'consent',
] as const satisfies readonly ActType[];

/** One act: its name and what it says. */
export type Act = { [T in ActType]: { readonly type: T } & ActPayloads[T] }[ActType];
export type ActOf<T extends ActType> = Extract<Act, { readonly type: T }>;

/** An act on its way to the case: the message that an Update or a Signal carries. */
export interface ActMessage {
  /** The client's Idempotency-Key: the action's id. It belongs to the identity that sent it. */
  readonly id: string;
  /** Digest of the body, so that one key with another body is seen. */
  readonly fingerprint: string;
  readonly act: Act;
  readonly actor: Actor;
  /** For `assign`: the person named, as the register gave it. */
  readonly target?: StaffMember | undefined;
  /** The revision that the sender has seen (`If-Match`); any when absent. */
  readonly ifRevision?: number | undefined;
  /** Only on an act that was stored before the workflow could see it: the instant of storing (decision 1). */
  readonly storedAt?: Instant | undefined;
}

/** The id under which a case remembers an act: keys of two identities never meet. */
export const actKey = (message: Pick<ActMessage, 'id' | 'actor'>): string =>
  `${message.actor.staffId}/${message.id}`;

/**
 * The id of the Update that carries an act: the same act joins itself. The digest is part of it, since the server
 * answers an id it knows without asking the rules, who must see a key that comes back with another body.
 */
export const updateIdOf = (message: ActMessage): string =>
  `${actKey(message)}#${message.fingerprint.slice(0, 32)}`;
