import type { Database } from '../db/client.ts';
import { actorAndKey, findStaff, type KeyUse } from '../db/staff.ts';
import type { Actor, StaffMember } from '../domain/people.ts';
import { instantOf } from '../domain/time.ts';
import { isAway, soon } from './deadline.ts';
import { Problem, unavailable } from './problem.ts';

/** While the database is away, duties read within the last hour still serve (contract, decision 2). */
const MAX_AGE_MS = 3_600_000;
const MAX_KEPT = 10_000;

interface Remembered {
  readonly member: StaffMember;
  readonly atMs: number;
}

/** Who sent a request, and what became of its key before. */
export interface Sender {
  readonly actor: Actor;
  /** An earlier use of the key by this identity; null when there is none, or none can be read now. */
  readonly use: KeyUse | null;
}

/** The register of staff as the API asks it: at every request, with a memory only for when the database is away. */
export class Register {
  private readonly db: Database;
  private readonly remembered = new Map<string, Remembered>();

  constructor(db: Database) {
    this.db = db;
  }

  /** The account behind an identity and its earlier use of a key, in one round trip. Throws 403 without an account. */
  async sender(staffId: string, key: string): Promise<Sender> {
    try {
      const { staff, use } = await soon(actorAndKey(this.db, staffId, key));
      return { actor: this.seen(staffId, staff), use };
    } catch (error) {
      if (!isAway(error)) throw error;
      return { actor: this.fromMemory(staffId), use: null };
    }
  }

  /** The account behind an identity. Throws 403 without one. */
  async actor(staffId: string): Promise<Actor> {
    try {
      return this.seen(staffId, await soon(findStaff(this.db, staffId)));
    } catch (error) {
      if (!isAway(error)) throw error;
      return this.fromMemory(staffId);
    }
  }

  /** A person named in a request; null when the register has none. */
  async member(staffId: string): Promise<StaffMember | null> {
    try {
      const member = await soon(findStaff(this.db, staffId));
      this.remember(staffId, member);
      return member;
    } catch (error) {
      if (!isAway(error)) throw error;
      return this.recent(staffId)?.member ?? Promise.reject(unavailable('名册暂时不可用,请稍后再试'));
    }
  }

  private seen(staffId: string, member: StaffMember | null): Actor {
    this.remember(staffId, member);
    return actorFrom(member, Date.now());
  }

  private remember(staffId: string, member: StaffMember | null): void {
    this.remembered.delete(staffId);
    if (member === null) return;
    if (this.remembered.size >= MAX_KEPT) this.remembered.delete(this.remembered.keys().next().value ?? '');
    this.remembered.set(staffId, { member, atMs: Date.now() });
  }

  private recent(staffId: string): Remembered | null {
    const kept = this.remembered.get(staffId);
    return kept !== undefined && Date.now() - kept.atMs <= MAX_AGE_MS ? kept : null;
  }

  private fromMemory(staffId: string): Actor {
    const kept = this.recent(staffId);
    if (kept === null) throw unavailable('名册暂时不可用,请稍后再试');
    return actorFrom(kept.member, kept.atMs);
  }
}

/** An account that may act: in the register, and active. */
function actorFrom(member: StaffMember | null, readAtMs: number): Actor {
  if (member?.status !== 'active') throw new Problem('forbidden', '该账号不在名册中或已停用');
  const { staffId, personId, department, duties, authorisedItems } = member;
  return { staffId, personId, department, duties, authorisedItems, dutiesAsOf: instantOf(readAtMs) };
}
