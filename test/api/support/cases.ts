import { expect } from 'vitest';
import type { CaseView } from '../../../domain/case/view.ts';
import type { TestApp } from '../../support/app.ts';
import { SHORTEST } from '../../support/case-fixtures.ts';
import { application } from './applicants.ts';

/** A food licence received at the window. */
export async function received(app: TestApp, changes: Record<string, unknown> = {}): Promise<CaseView> {
  const answer = await app.as('clerk-1').receive(application('food-business', changes));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

/** A case after the first `n` steps of the shortest way. */
export async function advanced(app: TestApp, n: number): Promise<CaseView> {
  let last = await received(app);
  for (const { by, act } of SHORTEST.slice(0, n)) {
    const answer = await app.as(by).act(last.caseNo, act);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    last = answer.body.case;
  }
  return last;
}
