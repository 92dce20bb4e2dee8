import { describe, expect, it } from 'vitest';
import { EMBEDDED_ITEMS } from '../../db/seed/items/index.ts';
import { isIdNumberOf, isResidentId } from '../../domain/applicant.ts';
import { applicantOf } from '../../scripts/demo/identity.ts';
import { DAY } from '../../scripts/demo/scenarios.ts';
import { table } from '../../scripts/demo/table.ts';

const NUMBERS = Array.from({ length: 200 }, (_, n) => n);

describe('the people of the demo', () => {
  it.each(['person', 'enterprise', 'other'] as const)(
    '%s: numbers that pass their checks, each once',
    (kind) => {
      const applicants = NUMBERS.map((n) => applicantOf(kind, n));
      for (const { idNumber, agent } of applicants) {
        expect(isIdNumberOf(kind, idNumber)).toBe(true);
        if (agent !== undefined) expect(isResidentId(agent.idNumber)).toBe(true);
      }
      expect(new Set(applicants.map(({ idNumber }) => idNumber)).size).toBe(NUMBERS.length);
    },
  );
});

describe('the day of the demo', () => {
  it('has some forty cases', () => {
    expect(DAY.length).toBeGreaterThanOrEqual(40);
  });

  it('comes to every item of the catalogue, and only for those it serves', () => {
    expect(new Set(DAY.map(({ item }) => item))).toEqual(new Set(EMBEDDED_ITEMS.map(({ code }) => code)));
    for (const { item, kind } of DAY)
      expect(EMBEDDED_ITEMS.find(({ code }) => code === item)?.serves).toContain(kind);
  });
});

describe('the table of the demo', () => {
  it('aligns columns after Chinese text', () => {
    const lines = table(
      ['item', 'stage'],
      [
        ['取水许可', 'closed'],
        ['a', 'received'],
      ],
    ).split('\n');
    expect(lines).toEqual([
      'item      stage',
      '────────  ────────',
      '取水许可  closed',
      'a         received',
    ]);
  });
});
