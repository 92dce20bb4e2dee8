import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CORRECTABLE_PATHS,
  correctApplicant,
  isCorrectable,
  isCreditCode,
  isIdNumberOf,
  isResidentId,
  maskApplicant,
  maskPersonName,
  valueAt,
  type Applicant,
} from '../../domain/applicant.ts';

/** The check characters by the text of the two standards, written apart from the code under test. */
function residentCheck(first17: string): string {
  let sum = 0;
  // GB 11643: the weight of the digit at place i (18 from the left, 1 the check) is 2^(i-1) mod 11.
  for (let place = 18; place >= 2; place -= 1) sum += Number(first17[18 - place]) * (2 ** (place - 1) % 11);
  return '10X98765432'[sum % 11]!;
}
const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function creditCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += CREDIT_CHARACTERS.indexOf(character) * weight;
    // GB 32100: the weights are the powers of 3 modulo 31.
    weight = (weight * 3) % 31;
  }
  return CREDIT_CHARACTERS[(31 - (sum % 31)) % 31]!;
}

const date = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10).replaceAll('-', ''));
const digits = (n: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((list) => list.join(''));
const creditPart = (n: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(CREDIT_CHARACTERS)), { minLength: n, maxLength: n })
    .map((list) => list.join(''));

const residentId = fc
  .tuple(fc.integer({ min: 1, max: 9 }), digits(5), date, digits(3))
  .map(([first, area, birth, order]) => `${first}${area}${birth}${order}`)
  .map((first17) => first17 + residentCheck(first17));
const creditCode = fc
  .tuple(creditPart(2), digits(6), creditPart(9))
  .map((parts) => parts.join(''))
  .map((first17) => first17 + creditCheck(first17));

describe('resident identity numbers (GB 11643)', () => {
  it.each([
    ['the example of the standard', '11010519491231002X', true],
    ['its other example, of one born in 1880 who applies for nothing any more', '440524188001010014', false],
    ['a leap day', `44078120000229001${residentCheck('44078120000229001')}`, true],
    ['a leap day of a year that has none', `44078119000229001${residentCheck('44078119000229001')}`, false],
    ['the 30th of February', `44078119900230001${residentCheck('44078119900230001')}`, false],
    ['the 31st of April', `44078119900431001${residentCheck('44078119900431001')}`, false],
    ['the 13th month', `44078119901301001${residentCheck('44078119901301001')}`, false],
    ['day nought', `44078119900100001${residentCheck('44078119900100001')}`, false],
    ['a wrong check character', '110105194912310021', false],
    ['a small x', '11010519491231002x', false],
    ['fifteen digits of the first generation', '110105491231002', false],
    ['one too many', '11010519491231002X0', false],
    ['an area that begins with nought', `01010519491231002${residentCheck('01010519491231002')}`, false],
    ['full-width digits', '１１0105194912310029', false],
    ['a line end', '11010519491231002X\n', false],
    ['blank', '', false],
  ])('%s', (_, text, expected) => {
    expect(isResidentId(text)).toBe(expected);
  });

  it('takes every well-formed number', () => {
    fc.assert(fc.property(residentId, (id) => isResidentId(id)));
  });

  it('notices any one wrong digit', () => {
    fc.assert(
      fc.property(
        residentId,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (id, at, by) => {
          const wrong = id.slice(0, at) + String((Number(id[at]) + by) % 10) + id.slice(at + 1);
          return !isResidentId(wrong);
        },
      ),
    );
  });

  it('notices two neighbours exchanged', () => {
    fc.assert(
      fc.property(residentId, fc.integer({ min: 0, max: 15 }), (id, at) => {
        fc.pre(id[at] !== id[at + 1]);
        return !isResidentId(id.slice(0, at) + id[at + 1]! + id[at]! + id.slice(at + 2));
      }),
    );
  });
});

describe('unified social credit codes (GB 32100)', () => {
  it.each([
    ['a public one', '91350100M000100Y43', true],
    ['a company', `91440781MA4UX2Q37${creditCheck('91440781MA4UX2Q37')}`, true],
    ['an association', `51440781325071234${creditCheck('51440781325071234')}`, true],
    ['a wrong check character', '91350100M000100Y44', false],
    ['small letters', '91350100m000100y43', false],
    ['the letter I', '91350100I000100Y43', false],
    ['the letter O', '91350100O000100Y43', false],
    ['the letters S, V and Z', '91350100SVZ0100Y43', false],
    ['a letter in the area', `91A50100M000100Y4${creditCheck('91A50100M000100Y4')}`, false],
    ['seventeen characters', '91350100M000100Y4', false],
    ['a line end', '91350100M000100Y43\n', false],
    ['blank', '', false],
  ])('%s', (_, text, expected) => {
    expect(isCreditCode(text)).toBe(expected);
  });

  it('takes every well-formed code', () => {
    fc.assert(fc.property(creditCode, (code) => isCreditCode(code)));
  });

  it('notices any one wrong character', () => {
    fc.assert(
      fc.property(
        creditCode,
        fc.integer({ min: 0, max: 17 }),
        fc.constantFrom(...Array.from(CREDIT_CHARACTERS)),
        (code, at, other) => {
          fc.pre(code[at] !== other);
          return !isCreditCode(code.slice(0, at) + other + code.slice(at + 1));
        },
      ),
    );
  });

  it('persons have the one number, enterprises and other organisations the other', () => {
    expect(isIdNumberOf('person', '11010519491231002X')).toBe(true);
    expect(isIdNumberOf('person', '91350100M000100Y43')).toBe(false);
    expect(isIdNumberOf('enterprise', '91350100M000100Y43')).toBe(true);
    expect(isIdNumberOf('other', '91350100M000100Y43')).toBe(true);
    expect(isIdNumberOf('other', '11010519491231002X')).toBe(false);
  });
});

const person: Applicant = {
  kind: 'person',
  name: '陈嘉庚',
  idNumber: '11010519491231002X',
  phone: '13800138000',
};
const withAgent: Applicant = {
  kind: 'enterprise',
  name: '台山海味有限公司',
  idNumber: '91350100M000100Y43',
  phone: '0750-5500000',
  agent: { name: '李四', idNumber: '11010519491231002X', phone: '13900139000' },
};

describe('masking', () => {
  it.each([
    ['陈嘉庚', '陈**'],
    ['李四', '李*'],
    ['欧阳修文', '欧***'],
    ['王', '王*'],
    ['𠮷田', '𠮷*'],
    ['', '*'],
  ])('the name %s becomes %s', (name, masked) => {
    expect(maskPersonName(name)).toBe(masked);
  });

  it('keeps the ends of a person’s numbers', () => {
    expect(maskApplicant(person)).toEqual({
      kind: 'person',
      name: '陈**',
      idNumber: '1101**********002X',
      phone: '138****8000',
    });
  });

  it('keeps an organisation’s name, which is public, and masks its agent', () => {
    expect(maskApplicant(withAgent)).toEqual({
      kind: 'enterprise',
      name: '台山海味有限公司',
      idNumber: '9135**********0Y43',
      phone: '075*****0000',
      agent: { name: '李*', idNumber: '1101**********002X', phone: '139****9000' },
    });
  });

  it('shows nothing of a number too short to be masked', () => {
    expect(maskApplicant({ ...person, idNumber: '12345678', phone: '123' })).toMatchObject({
      idNumber: '********',
      phone: '***',
    });
  });

  it('leaves an agent’s absent phone absent', () => {
    const masked = maskApplicant({ ...person, agent: { name: '李四', idNumber: '11010519491231002X' } });
    expect(masked.agent).toEqual({ name: '李*', idNumber: '1101**********002X' });
  });

  it('never lets a whole number or a person’s name through', () => {
    fc.assert(
      fc.property(
        residentId,
        fc.string({ minLength: 2, maxLength: 8, unit: fc.constantFrom(...Array.from('陈李王张刘黄伍谭')) }),
        (idNumber, name) => {
          const text = JSON.stringify(
            maskApplicant({ kind: 'person', name, idNumber, phone: '13800138000' }),
          );
          return !text.includes(idNumber) && !text.includes(name) && !text.includes(idNumber.slice(6, 14));
        },
      ),
    );
  });
});

describe('corrections on the spot (L32(3))', () => {
  it.each(CORRECTABLE_PATHS.map((path) => [path]))('%s can be corrected', (path) => {
    expect(isCorrectable(path)).toBe(true);
    const from = valueAt(withAgent, path)!;
    const corrected = correctApplicant(withAgent, [{ path, from, to: '更正' }]);
    expect(valueAt(corrected, path)).toBe('更正');
    const others = CORRECTABLE_PATHS.filter((other) => other !== path);
    expect(others.map((other) => valueAt(corrected, other))).toEqual(
      others.map((other) => valueAt(withAgent, other)),
    );
  });

  it.each([
    ['applicant.kind'],
    ['applicant'],
    ['itemCode'],
    ['materials.0.code'],
    ['applicant.__proto__'],
    [''],
  ])('%s cannot', (path) => {
    expect(isCorrectable(path)).toBe(false);
  });

  it('applies several in order and leaves the original alone', () => {
    const before = structuredClone(person);
    const corrected = correctApplicant(person, [
      { path: 'applicant.name', from: '陈嘉庚', to: '陈家庚' },
      { path: 'applicant.name', from: '陈家庚', to: '陈嘉赓' },
      { path: 'applicant.phone', from: '13800138000', to: '13800138001' },
    ]);
    expect(corrected).toEqual({ ...person, name: '陈嘉赓', phone: '13800138001' });
    expect(person).toEqual(before);
  });

  it('corrects no agent where there is none', () => {
    expect(valueAt(person, 'applicant.agent.name')).toBeUndefined();
    expect(correctApplicant(person, [{ path: 'applicant.agent.name', from: '', to: '李四' }])).toEqual(
      person,
    );
  });
});
