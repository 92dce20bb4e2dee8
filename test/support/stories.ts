import type { Act } from '../../domain/case/acts.ts';
import { APPLICANT, embeddedItem, SHORTEST } from './case-fixtures.ts';

/** An application for a food licence with everything handed in. */
export const foodApplication = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  itemCode: 'food-business',
  channel: 'window',
  applicant: APPLICANT,
  materials: embeddedItem('food-business').materials.map(({ code }) => ({ code })),
  ...changes,
});

/** The steps of the shortest case after its receipt, each with the person who does it. */
export const STEPS: readonly { by: string; act: Act }[] = SHORTEST;
