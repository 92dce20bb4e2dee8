import type { Instant } from './time.ts';

/** What an account may do (G1). Read from the register at every act, never from the token. */
export type Duty =
  | 'receive'
  | 'windowLeader'
  | 'handle'
  | 'review'
  | 'decide'
  | 'chief'
  | 'head'
  | 'coordinate'
  | 'proxy'
  | 'government'
  | 'supervise'
  | 'admin'
  | 'apply';

export const DUTIES = [
  'receive',
  'windowLeader',
  'handle',
  'review',
  'decide',
  'chief',
  'head',
  'coordinate',
  'proxy',
  'government',
  'supervise',
  'admin',
  'apply',
] as const satisfies readonly Duty[];

/** An account of the register. Several accounts may belong to one natural person: `personId` tells. */
export interface StaffMember {
  readonly staffId: string;
  readonly personId: string;
  readonly name: string;
  /** Null for the hall's own staff and for applicants. */
  readonly department: string | null;
  readonly duties: readonly Duty[];
  readonly status: 'active' | 'suspended' | 'left';
  /** The items a chief representative may decide (充分授权, M4(2)); null means all of the department. */
  readonly authorisedItems: readonly string[] | null;
}

/** Who acts, with the duties as the register gave them at `dutiesAsOf`. */
export interface Actor {
  readonly staffId: string;
  readonly personId: string;
  readonly department: string | null;
  readonly duties: readonly Duty[];
  readonly authorisedItems: readonly string[] | null;
  readonly dutiesAsOf: Instant;
}

/** Duties that belong to a department and never reach into another one. */
export const DEPARTMENT_DUTIES: readonly Duty[] = ['handle', 'review', 'decide', 'chief', 'head'];

/** Duties of the hall itself: they may read every case. */
export const HALL_DUTIES: readonly Duty[] = [
  'receive',
  'windowLeader',
  'coordinate',
  'proxy',
  'government',
  'supervise',
  'admin',
];

export const hasDuty = (who: { readonly duties: readonly Duty[] }, duty: Duty): boolean =>
  who.duties.includes(duty);
