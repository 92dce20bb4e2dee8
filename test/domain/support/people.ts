import { EMBEDDED_STAFF } from '../../../db/seed/staff.ts';
import type { Applicant } from '../../../domain/applicant.ts';
import type { Actor, StaffMember } from '../../../domain/people.ts';

/** A second applicant, who has nothing to do with the case of the first. */
const STRANGER: StaffMember = {
  staffId: 'applicant-2',
  personId: 'applicant-2',
  name: '申请人二',
  department: null,
  duties: ['apply'],
  status: 'active',
  authorisedItems: null,
};

export const STAFF: readonly StaffMember[] = [...EMBEDDED_STAFF, STRANGER];

export const findStaff = (staffId: string): StaffMember | undefined =>
  STAFF.find((member) => member.staffId === staffId);

export function staff(staffId: string): StaffMember {
  const member = findStaff(staffId);
  if (member === undefined) throw new RangeError(`no staff ${staffId}`);
  return member;
}

/** An account as the API reads it from the register at an act. */
export function actorOf({ staffId, personId, department, duties, authorisedItems }: StaffMember): Actor {
  return {
    staffId,
    personId,
    department,
    duties,
    authorisedItems,
    dutiesAsOf: '2026-03-02T09:00:00.000+08:00',
  };
}

export const actor = (staffId: string): Actor => actorOf(staff(staffId));

/** Numbers that pass their checks and belong to nobody. */
export const APPLICANT: Applicant = {
  kind: 'person',
  name: '陈小明',
  idNumber: '11010519491231002X',
  phone: '13800138000',
};
