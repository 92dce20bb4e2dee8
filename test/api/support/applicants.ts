import type { Applicant } from '../../../domain/applicant.ts';
import { embeddedItem } from '../../support/case-fixtures.ts';

/** Applicants whose numbers pass their checks and belong to nobody. */
export const PERSON: Applicant = {
  kind: 'person',
  name: '陈小明',
  idNumber: '440781199003070012',
  phone: '13800138000',
};

export const COMPANY: Applicant = {
  kind: 'enterprise',
  name: '台山市测试有限公司',
  idNumber: '91440781MA5TEAT01X',
  phone: '0750-5660000',
};

/** An application with everything handed in. */
export const application = (
  itemCode = 'food-business',
  changes: Record<string, unknown> = {},
): Record<string, unknown> => {
  const item = embeddedItem(itemCode);
  return {
    itemCode,
    channel: 'window',
    applicant: item.serves.includes('person') ? PERSON : COMPANY,
    materials: item.materials.map(({ code, copies }) => ({ code, copies })),
    ...changes,
  };
};
