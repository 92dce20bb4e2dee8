import { freezeItem, type CaseItem, type ItemMaterial, type ServiceItem } from '../../../domain/item.ts';

const material = (code: string, more: Partial<ItemMaterial> = {}): ItemMaterial => ({
  code,
  name: code,
  required: true,
  copies: 1,
  forms: ['paper', 'electronic'],
  ...more,
});

/** A small promised item of the market department: three required materials, one of them twice on paper, one optional. */
const BASE: ServiceItem = {
  code: 'test-permit',
  version: 1,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  name: '测试许可',
  nameEn: 'Test permit',
  department: 'market',
  kind: 'promised',
  serves: ['person', 'enterprise'],
  statutory: { n: 20, unit: 'WD' },
  statutoryBasis: '行政许可法第四十二条',
  promised: { n: 8, unit: 'WD' },
  materials: [
    material('form'),
    material('plan', { copies: 2, forms: ['paper'] }),
    material('lease'),
    material('photo', { required: false }),
  ],
  procedures: [],
  extension: { n: 10, unit: 'WD', by: 'head' },
  fee: null,
  reservedTo: null,
  jointDepartments: [],
  greenLimit: null,
  stepLimits: {
    handling: { n: 5, unit: 'WD' },
    reviewing: { n: 2, unit: 'WD' },
    deciding: { n: 1, unit: 'WD' },
  },
  itemType: '行政许可',
  implementingBody: '台山市市场监督管理局',
  resultSample: '许可证',
  courier: true,
  quota: null,
  consultationPhone: '0750-0000001',
  supervisionPhone: '0750-0000002',
  windowInfo: '一楼',
  conditions: ['合法'],
  legalBasis: '测试',
  fillingNotes: '如实填写',
  acceptanceStandard: '材料齐全',
  flow: '受理、承办、审核、批准',
  faq: [],
};

export const serviceItem = (changes: Partial<ServiceItem> = {}): ServiceItem => ({ ...BASE, ...changes });

export const ITEMS = {
  plain: freezeItem(serviceItem()),
  /** Decided on the spot, like enterprise registration. */
  instant: freezeItem(
    serviceItem({
      code: 'test-instant',
      kind: 'instant',
      statutory: { n: 3, unit: 'WD' },
      promised: { n: 0, unit: 'WD' },
    }),
  ),
  withFee: freezeItem(serviceItem({ code: 'test-fee', fee: { amount: 120.5, basis: '粤价〔2000〕1号' } })),
  /** The decision is reserved to the head, the statutory limit is in months. */
  reserved: freezeItem(
    serviceItem({
      code: 'test-reserved',
      reservedTo: 'head',
      statutory: { n: 3, unit: 'MONTH' },
      promised: { n: 40, unit: 'WD' },
    }),
  ),
  /** A limit in calendar days, as of the construction permit. */
  calendarDays: freezeItem(
    serviceItem({
      code: 'test-calendar-days',
      statutory: { n: 7, unit: 'ND' },
      promised: { n: 3, unit: 'WD' },
    }),
  ),
} as const satisfies Record<string, CaseItem>;
