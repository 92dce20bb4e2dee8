import type { CaseView } from '../../domain/case/view.ts';
import type { ServiceItem } from '../../domain/item.ts';
import { Problem, type Hall } from './hall.ts';
import { applicantOf } from './identity.ts';
import type { Scenario } from './scenarios.ts';
import type { Scene, Step } from './steps.ts';

/** How a case was played. */
export interface Played {
  readonly caseNo: string;
  /** Attempts that the rules refused, as they should. */
  readonly refusals: number;
}

/** What is handed in: everything required, less what the applicant forgets. */
const handedIn = (item: ServiceItem, forgets: number): { code: string; form: 'paper' }[] => {
  const required = item.materials.filter((material) => material.required);
  return required.slice(0, required.length - forgets).map(({ code }) => ({ code, form: 'paper' }));
};

/** Plays one case; `onStep` is told after the receipt and after each step. */
export async function play(hall: Hall, scenario: Scenario, n: number, onStep: () => void): Promise<Played> {
  const { channel = 'window', kind, forgets = 0 } = scenario;
  const item = await hall.item(scenario.item);
  const receiver = channel === 'window' ? receivingClerk(scenario, n) : 'applicant-1';
  const applicant = applicantOf(kind, n);
  const materials = handedIn(item, forgets);
  const view = await hall.receive(receiver, { itemCode: item.code, channel, applicant, materials });
  onStep();
  let scene: Scene = { n, item, applicant, receiver, view, lastActionId: null };
  let refusals = 0;
  for (const step of scenario.steps) {
    const next = await perform(hall, scene, step);
    if (next === null) refusals += 1;
    else scene = next;
    onStep();
  }
  return { caseNo: view.caseNo, refusals };
}

/** The second account in `market` belongs to clerk-1: to show the separation, clerk-1 must have received the case. */
const receivingClerk = ({ steps }: Scenario, n: number): string =>
  steps.some(({ refusedWith }) => refusedWith === 'duty-separation') || n % 2 === 0 ? 'clerk-1' : 'clerk-2';

/** The scene after a step, or null when the rules refused it as the step foresees. */
async function perform(hall: Hall, scene: Scene, step: Step): Promise<Scene | null> {
  const { caseNo } = scene.view;
  const act = step.act(scene);
  const staffId = step.by(scene);
  let answer: { readonly actionId: string; readonly view: CaseView };
  try {
    answer = await hall.act(staffId, caseNo, act);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === step.refusedWith) return null;
    throw new Problem(
      error.status,
      error.code,
      `${caseNo} ${act.type} by ${staffId}: ${error.code}, ${error.message}`,
    );
  }
  if (step.refusedWith !== undefined)
    throw new Error(
      `${caseNo} ${act.type} by ${staffId} was applied; the rules should have refused it (${step.refusedWith})`,
    );
  return { ...scene, view: answer.view, lastActionId: answer.actionId };
}
