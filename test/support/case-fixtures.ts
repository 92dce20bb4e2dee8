import type { Applicant } from '../../domain/applicant.ts';
import type { Act, ActMessage } from '../../domain/case/acts.ts';
import { freezeItem, type ServiceItem } from '../../domain/item.ts';
import type { Actor, Duty } from '../../domain/people.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { EMBEDDED_CALENDAR } from '../../db/seed/calendar.ts';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { EMBEDDED_STAFF } from '../../db/seed/staff.ts';
import type { CaseInput } from '../../workflows/messages.ts';

/** An applicant whose numbers pass their checks and belong to nobody. */
export const APPLICANT: Applicant = {
  kind: 'person',
  name: '陈小明',
  idNumber: '440781199003070012',
  phone: '13800138000',
};

export const ENTERPRISE: Applicant = {
  kind: 'enterprise',
  name: '台山市测试有限公司',
  idNumber: '91440781MA5TETT01H',
  phone: '07505660000',
};

/** A member of the embedded staff as the API would read it from the register. */
export function actor(staffId: string, dutiesAsOf = '2026-01-05T09:00:00.000+08:00'): Actor {
  const member = EMBEDDED_STAFF.find((staff) => staff.staffId === staffId);
  if (member === undefined) throw new RangeError(`no staff ${staffId}`);
  const { personId, department, duties, authorisedItems } = member;
  return { staffId, personId, department, duties: [...duties] as Duty[], authorisedItems, dutiesAsOf };
}

export function embeddedItem(code: string): ServiceItem {
  const item = EMBEDDED_ITEMS.find((candidate) => candidate.code === code);
  if (item === undefined) throw new RangeError(`no item ${code}`);
  return item;
}

/** What a case starts from: every material handed in, unless said otherwise. */
export function caseInput(
  caseNo: string,
  itemCode = 'food-business',
  changes: { materials?: string[]; receivedBy?: string; storedAt?: string } = {},
): CaseInput {
  const item = embeddedItem(itemCode);
  const codes = changes.materials ?? item.materials.map((material) => material.code);
  return {
    receipt: {
      caseNo,
      item: freezeItem(item),
      policy: DEFAULT_POLICY,
      channel: 'window',
      materials: codes.map((code) => ({ code })),
      projectCode: null,
      receivedBy: actor(changes.receivedBy ?? 'clerk-1'),
    },
    applicant: item.serves.includes('person') ? APPLICANT : ENTERPRISE,
    calendar: EMBEDDED_CALENDAR,
    ...(changes.storedAt === undefined ? {} : { storedAt: changes.storedAt }),
  };
}

/** An act as the API would send it. */
export function message(staffId: string, act: Act, more: Partial<ActMessage> = {}): ActMessage {
  const id = more.id ?? `${act.type}-${staffId}`;
  return { id, fingerprint: JSON.stringify(act), act, actor: actor(staffId), ...more };
}

/** The shortest full case of a promised item: seven steps with the receipt. */
export const SHORTEST: readonly { by: string; act: Act }[] = [
  { by: 'clerk-1', act: { type: 'accept' } },
  { by: 'market-handler-1', act: { type: 'propose', proposal: 'grant', opinion: '符合条件' } },
  { by: 'market-reviewer-1', act: { type: 'endorse', opinion: '同意' } },
  { by: 'market-chief', act: { type: 'decide', result: 'grant', opinion: '准予许可' } },
  { by: 'clerk-2', act: { type: 'issue' } },
  { by: 'clerk-2', act: { type: 'deliver', method: 'pickup', receivedBy: '陈小明' } },
];
