import { describe, expect, it } from 'vitest';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { stepLimits } from '../../db/seed/items/common.ts';
import type { Limit } from '../../domain/clocks.ts';
import {
  freezeItem,
  isInForce,
  itemProblems,
  type ItemProcedure,
  type ServiceItem,
} from '../../domain/item.ts';

const limit = (n: number, unit: Limit['unit'] = 'WD'): Limit => ({ n, unit });

const item = (code: string): ServiceItem => {
  const found = EMBEDDED_ITEMS.find((candidate) => candidate.code === code);
  if (found === undefined) throw new RangeError(`no embedded item ${code}`);
  return found;
};

const foodBusiness = item('food-business');

/** Code, department, kind, served, statutory, promised, procedures: section 5 of the law's facts, row by row. */
const CATALOGUE: readonly (readonly [string, string, string, string, Limit, Limit, string])[] = [
  ['enterprise-registration', 'market', 'instant', 'person enterprise', limit(3), limit(0), ''],
  ['food-business', 'market', 'promised', 'person enterprise', limit(20), limit(8), 'siteSurvey'],
  [
    'public-place-hygiene',
    'health',
    'promised',
    'person enterprise',
    limit(20),
    limit(5),
    'siteSurvey testing',
  ],
  ['medical-institution', 'health', 'promised', 'enterprise other', limit(45, 'ND'), limit(20), 'siteSurvey'],
  ['construction-permit', 'housing', 'promised', 'enterprise other', limit(7, 'ND'), limit(3), ''],
  ['drainage-permit', 'housing', 'promised', 'enterprise other', limit(20), limit(5), 'testing'],
  ['water-intake', 'water', 'promised', 'enterprise other', limit(45), limit(20), 'hearing expertReview'],
  [
    'tree-felling',
    'forestry',
    'promised',
    'person enterprise',
    limit(20),
    limit(7),
    'siteSurvey publication',
  ],
  [
    'private-school',
    'education',
    'promised',
    'person enterprise other',
    limit(3, 'MONTH'),
    limit(40),
    'expertReview collectiveDiscussion',
  ],
  ['road-freight', 'transport', 'promised', 'person enterprise', limit(20), limit(3), ''],
  ['special-equipment', 'market', 'promised', 'enterprise other', limit(15), limit(3), 'testing'],
  [
    'investment-approval',
    'development',
    'promised',
    'enterprise other',
    limit(20),
    limit(10),
    'expertReview',
  ],
  ['restaurant-one-matter', 'market', 'joint', 'person enterprise', limit(45), limit(10), 'siteSurvey'],
];

describe('the embedded catalogue', () => {
  it('holds the thirteen items and no other', () => {
    expect(EMBEDDED_ITEMS.map(({ code }) => code)).toEqual(CATALOGUE.map(([code]) => code));
  });

  it.each(CATALOGUE)(
    '%s has the figures of the law',
    (code, department, kind, serves, statutory, promised, procedures) => {
      const it = item(code);
      expect(it).toMatchObject({ department, kind, statutory, promised, serves: serves.split(' ') });
      expect(it).toMatchObject({ version: 1, effectiveFrom: '2026-01-01', effectiveTo: null });
      expect(it.procedures.map((procedure) => procedure.kind).join(' ')).toBe(procedures);
    },
  );

  it.each(EMBEDDED_ITEMS.map((it) => [it.code, it] as const))('%s may enter the catalogue', (_, it) => {
    expect(itemProblems(it)).toEqual([]);
  });

  it.each(EMBEDDED_ITEMS.map((it) => [it.code, it] as const))(
    '%s asks for one copy, in either form',
    (_, it) => {
      for (const material of it.materials) {
        expect(material).toMatchObject({ copies: 1, forms: ['paper', 'electronic'] });
        expect(material.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }
      const required = it.materials.filter((material) => material.required);
      expect(required.length).toBeGreaterThanOrEqual(3);
      expect(it.faq.length).toBeGreaterThanOrEqual(2);
    },
  );

  it.each(EMBEDDED_ITEMS.map((it) => [it.code, it] as const))('%s: what pauses what', (_, it) => {
    const article45 = it.greenLimit === null ? ['statutory', 'promised'] : ['statutory', 'promised', 'green'];
    for (const { kind, stops, minMembers } of it.procedures) {
      if (kind === 'siteSurvey')
        expect({ stops, minMembers }).toEqual({ stops: ['promised'], minMembers: 2 });
      else if (kind === 'collectiveDiscussion' || kind === 'publication') expect(stops).toEqual([]);
      else expect(stops).toEqual(article45);
    }
  });

  it('charges for two items only', () => {
    expect(EMBEDDED_ITEMS.filter(({ fee }) => fee !== null).map(({ code }) => code)).toEqual([
      'medical-institution',
      'private-school',
    ]);
  });

  it('reserves only the private school to the head', () => {
    expect(EMBEDDED_ITEMS.filter(({ reservedTo }) => reservedTo !== null).map(({ code }) => code)).toEqual([
      'private-school',
    ]);
  });

  it('extends as article 42 says, and as the registration has its own law', () => {
    for (const { code, extension } of EMBEDDED_ITEMS) {
      if (code === 'enterprise-registration') expect(extension).toEqual({ n: 3, unit: 'WD', by: 'head' });
      else if (code === 'restaurant-one-matter')
        expect(extension).toEqual({ n: 15, unit: 'WD', by: 'government' });
      else expect(extension).toEqual({ n: 10, unit: 'WD', by: 'head' });
    }
  });

  it('names the departments of the joint work, and the one green limit', () => {
    expect(item('restaurant-one-matter').jointDepartments).toEqual(['market', 'health', 'housing']);
    expect(item('investment-approval').jointDepartments).toEqual(['housing', 'water', 'forestry']);
    expect(
      EMBEDDED_ITEMS.filter(({ greenLimit }) => greenLimit !== null).map(({ code, greenLimit }) => [
        code,
        greenLimit,
      ]),
    ).toEqual([['investment-approval', limit(5)]]);
  });

  it.each([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
    [3, 2, 1, 1],
    [5, 3, 1, 1],
    [8, 5, 2, 2],
    [20, 12, 4, 4],
    [40, 24, 8, 8],
  ])('shares %i promised days among the steps: %i, %i, %i', (promised, handling, reviewing, deciding) => {
    expect(stepLimits(limit(promised))).toEqual({
      handling: limit(handling),
      reviewing: limit(reviewing),
      deciding: limit(deciding),
    });
  });
});

const survey: ItemProcedure = {
  kind: 'siteSurvey',
  plannedDays: 5,
  stops: ['promised'],
  rule: { article: 'L34', text: '两名以上工作人员' },
  minMembers: 2,
};
const firstMaterial = foodBusiness.materials[0]!;

describe('an inconsistent item is refused', () => {
  const broken: readonly (readonly [string, Partial<ServiceItem>, string])[] = [
    ['promised longer than statutory, same unit', { promised: limit(21) }, 'promised'],
    [
      'promised longer, working against calendar days',
      { statutory: limit(7, 'ND'), promised: limit(6) },
      'promised',
    ],
    [
      'promised longer, calendar against working days',
      { statutory: limit(5), promised: limit(8, 'ND') },
      'promised',
    ],
    [
      'promised longer, months against calendar days',
      { statutory: limit(45, 'ND'), promised: limit(2, 'MONTH') },
      'promised',
    ],
    [
      'promised longer, working days against months',
      { statutory: limit(1, 'MONTH'), promised: limit(22) },
      'promised',
    ],
    ['a green limit longer than the promise', { greenLimit: limit(9) }, 'greenLimit'],
    ['a statutory limit of nothing', { statutory: limit(0), promised: limit(0) }, 'statutory.n'],
    ['a limit of half a day', { promised: limit(2.5) }, 'promised.n'],
    ['a negative limit', { promised: limit(-1) }, 'promised.n'],
    ['an instant item that takes a day', { kind: 'instant', promised: limit(1) }, 'promised'],
    [
      'a procedure without an article',
      { procedures: [{ ...survey, rule: { article: ' ', text: '依据' } }] },
      'procedures.0.rule',
    ],
    [
      'a procedure without a text',
      { procedures: [{ ...survey, rule: { article: 'L34', text: '' } }] },
      'procedures.0.rule',
    ],
    [
      'a procedure without a plan',
      { procedures: [{ ...survey, plannedDays: 0 }] },
      'procedures.0.plannedDays',
    ],
    [
      'a survey that stops the statutory clock',
      { procedures: [{ ...survey, stops: ['statutory', 'promised'] }] },
      'procedures.0.stops',
    ],
    ['a fee without a basis', { fee: { amount: 10, basis: '' } }, 'fee.basis'],
    ['a fee of nothing', { fee: { amount: 0, basis: '收费目录' } }, 'fee.amount'],
    ['a fee of no number', { fee: { amount: Number.NaN, basis: '收费目录' } }, 'fee.amount'],
    ['a fee in tenths of a cent', { fee: { amount: 10.005, basis: '收费目录' } }, 'fee.amount'],
    ['a material listed twice', { materials: [firstMaterial, firstMaterial] }, 'materials.1.code'],
    ['a material in no copy', { materials: [{ ...firstMaterial, copies: 0 }] }, 'materials.0.copies'],
    ['a material in no form', { materials: [{ ...firstMaterial, forms: [] }] }, 'materials.0.forms'],
    ['joint without departments', { kind: 'joint', jointDepartments: [] }, 'jointDepartments'],
    ['ending before it begins', { effectiveTo: '2025-12-31' }, 'effectiveTo'],
    ['ending on the day it begins', { effectiveTo: '2026-01-01' }, 'effectiveTo'],
    ['serving nobody', { serves: [] }, 'serves'],
    ['without conditions', { conditions: [] }, 'conditions'],
  ];

  it.each(broken)('%s', (_, change, path) => {
    expect(itemProblems({ ...foodBusiness, ...change }).map((problem) => problem.path)).toEqual([path]);
  });

  it.each([
    'name',
    'itemType',
    'implementingBody',
    'resultSample',
    'consultationPhone',
    'supervisionPhone',
    'windowInfo',
    'legalBasis',
    'statutoryBasis',
    'fillingNotes',
    'acceptanceStandard',
    'flow',
  ] as const)('%s left empty (M6)', (field) => {
    expect(itemProblems({ ...foodBusiness, [field]: ' ' }).map(({ path }) => path)).toEqual([field]);
  });

  it('names every problem at once', () => {
    const problems = itemProblems({ ...foodBusiness, name: '', serves: [], fee: { amount: -1, basis: '' } });
    expect(problems.map(({ path }) => path)).toEqual(['name', 'serves', 'fee.basis', 'fee.amount']);
    for (const { message } of problems) expect(message).not.toBe('');
  });
});

describe('what is lawful passes', () => {
  const sound: readonly (readonly [string, Partial<ServiceItem>])[] = [
    ['a promise as long as the law allows', { promised: limit(20) }],
    ['five working days in seven calendar days', { statutory: limit(7, 'ND'), promised: limit(5) }],
    ['three months against forty working days', { statutory: limit(3, 'MONTH'), promised: limit(40) }],
    [
      'a survey that stops the statutory clock by a law of its own',
      {
        procedures: [
          {
            ...survey,
            stops: ['statutory', 'promised'],
            rule: { article: '专门法 12', text: '勘察时间不计算在期限内' },
          },
        ],
      },
    ],
    ['a fee in whole yuan', { fee: { amount: 20, basis: '收费目录' } }],
    ['a fee in cents', { fee: { amount: 12.5, basis: '收费目录' } }],
    ['a fee whose cents are no binary fraction', { fee: { amount: 19.99, basis: '收费目录' } }],
    ['a version that ends later', { effectiveTo: '2026-01-02' }],
  ];

  it.each(sound)('%s', (_, change) => {
    expect(itemProblems({ ...foodBusiness, ...change })).toEqual([]);
  });
});

describe('isInForce', () => {
  it.each([
    ['2025-12-31', null, false],
    ['2026-01-01', null, true],
    ['2099-12-31', null, true],
    ['2026-06-30', '2026-07-01', true],
    ['2026-07-01', '2026-07-01', false],
    ['2026-07-02', '2026-07-01', false],
  ])('on %s with an end of %s: %s', (on, effectiveTo, expected) => {
    expect(isInForce({ effectiveFrom: '2026-01-01', effectiveTo }, on)).toBe(expected);
  });
});

describe('freezeItem', () => {
  it('keeps what rules a case, and none of the public texts', () => {
    expect(Object.keys(freezeItem(foodBusiness)).sort()).toEqual([
      'code',
      'department',
      'extension',
      'fee',
      'greenLimit',
      'jointDepartments',
      'kind',
      'materials',
      'name',
      'procedures',
      'promised',
      'reservedTo',
      'statutory',
      'stepLimits',
      'version',
    ]);
  });

  it.each(EMBEDDED_ITEMS.map((it) => [it.code, it] as const))('%s survives a payload as it is', (_, it) => {
    const frozen = freezeItem(it);
    expect(it).toMatchObject(frozen);
    expect(JSON.parse(JSON.stringify(frozen))).toEqual(frozen);
  });
});
