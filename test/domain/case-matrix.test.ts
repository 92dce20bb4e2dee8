import { describe, expect, it } from 'vitest';
import type { Act, ActType } from '../../domain/case/acts.ts';
import { ACT_TYPES } from '../../domain/case/acts.ts';
import { guard } from '../../domain/case/rules.ts';
import { STAGES, type Stage } from '../../domain/case/state.ts';
import { allowedActions } from '../../domain/case/view.ts';
import { actor } from './support/people.ts';
import { ACTS, caseAt, message, type TestCase } from './support/test-case.ts';

/*
 * The contract's table of acts, written down a second time: one case of the market department, received and accepted by
 * clerk-1, proposed by market-handler-1, endorsed by market-reviewer-1, decided by market-chief, issued and delivered by
 * clerk-2. What is not said here is refused: 403 without the duty, 409 with it at another stage.
 */
const WINDOW = ['clerk-1', 'clerk-2', 'leader-1'];
const HANDLERS = ['market-handler-1', 'market-handler-2'];
const REVIEWERS = ['market-reviewer-1', 'market-reviewer-2'];
const DECIDERS = ['market-chief', 'market-head'];
const COORDINATORS = ['coordinator-1', 'coordinator-2'];
const DOUBLE = 'market-double';
const EVERYBODY = [
  ...WINDOW,
  ...HANDLERS,
  ...REVIEWERS,
  ...DECIDERS,
  ...COORDINATORS,
  DOUBLE,
  'health-handler-1',
  'health-reviewer-1',
  'health-chief',
  'health-head',
  'proxy-1',
  'government-1',
  'supervisor-1',
  'admin-1',
  'applicant-1',
];
const BEFORE_DECISION: readonly Stage[] = ['received', 'supplementing', 'handling', 'reviewing', 'deciding'];
const OPEN: readonly Stage[] = [...BEFORE_DECISION, 'issuing', 'delivering'];

interface Row {
  /** Who has the duty, at a stage where it matters. */
  readonly duty: (stage: Stage) => readonly string[];
  readonly may: (stage: Stage) => readonly string[];
  readonly separated?: Partial<Record<Stage, readonly string[]>>;
  readonly toldAlready?: readonly Stage[];
}

const at =
  (stages: readonly Stage[], who: readonly string[]) =>
  (stage: Stage): readonly string[] =>
    stages.includes(stage) ? who : [];
const always = (who: readonly string[]) => (): readonly string[] => who;
const nobody = always([]);

/** Who did the last act on the way to a stage. */
const LAST: Readonly<Record<Stage, string | null>> = {
  received: null,
  supplementing: 'clerk-1',
  handling: 'clerk-1',
  reviewing: 'market-handler-1',
  deciding: 'market-reviewer-1',
  issuing: 'market-chief',
  delivering: 'clerk-2',
  closed: 'clerk-2',
};
const last = (stage: Stage): readonly string[] => (LAST[stage] === null ? [] : [LAST[stage]]);

/** Reviewers and the chief assign; who has taken a post hands on his own. */
const assigners = (stage: Stage): readonly string[] => {
  const took = STAGES.indexOf(stage);
  return [
    ...REVIEWERS,
    'market-chief',
    DOUBLE,
    ...(took >= STAGES.indexOf('reviewing') ? ['market-handler-1'] : []),
  ];
};

const TABLE: Readonly<Record<ActType, Row>> = {
  accept: { duty: always(WINDOW), may: at(['received'], WINDOW) },
  requestSupplement: { duty: always(WINDOW), may: at(['received'], WINDOW), toldAlready: ['supplementing'] },
  submitSupplement: { duty: always(WINDOW), may: at(['supplementing'], WINDOW) },
  decline: { duty: always(WINDOW), may: at(['received'], WINDOW) },
  notRequired: { duty: always(WINDOW), may: at(['received'], WINDOW) },
  correct: { duty: always(WINDOW), may: at(['received'], WINDOW) },
  withdraw: { duty: always(WINDOW), may: at(BEFORE_DECISION, WINDOW) },
  assign: {
    duty: assigners,
    may: (stage) => at(['handling', 'reviewing', 'deciding'], assigners(stage))(stage),
  },
  propose: {
    duty: always([...HANDLERS, DOUBLE]),
    may: at(['handling'], HANDLERS),
    separated: { handling: [DOUBLE] },
  },
  endorse: {
    duty: always([...REVIEWERS, DOUBLE]),
    may: at(['reviewing'], REVIEWERS),
    separated: { reviewing: [DOUBLE] },
  },
  return: {
    duty: (stage) =>
      stage === 'reviewing'
        ? [...REVIEWERS, DOUBLE]
        : stage === 'deciding'
          ? [...DECIDERS, DOUBLE]
          : [...REVIEWERS, ...DECIDERS, DOUBLE],
    may: (stage) => (stage === 'reviewing' ? REVIEWERS : stage === 'deciding' ? DECIDERS : []),
    separated: { reviewing: [DOUBLE], deciding: [DOUBLE] },
  },
  decide: {
    duty: always([...DECIDERS, DOUBLE]),
    may: at(['deciding'], DECIDERS),
    separated: { deciding: [DOUBLE] },
  },
  recall: {
    duty: last,
    may: (stage) => at(['reviewing', 'deciding', 'issuing', 'delivering'], last(stage))(stage),
  },
  // The item has no fee: there is nothing to be paid.
  recordPayment: { duty: always(WINDOW), may: nobody },
  issue: { duty: always(WINDOW), may: at(['issuing'], WINDOW) },
  deliver: { duty: always(WINDOW), may: at(['delivering'], WINDOW) },
  note: {
    duty: always([
      ...WINDOW,
      ...HANDLERS,
      ...REVIEWERS,
      ...DECIDERS,
      ...COORDINATORS,
      DOUBLE,
      'supervisor-1',
    ]),
    may: at(OPEN, [
      ...WINDOW,
      ...HANDLERS,
      ...REVIEWERS,
      ...DECIDERS,
      ...COORDINATORS,
      DOUBLE,
      'supervisor-1',
    ]),
  },
  urge: {
    duty: always([...WINDOW, ...COORDINATORS, 'supervisor-1']),
    may: at(OPEN, [...WINDOW, ...COORDINATORS, 'supervisor-1']),
  },
  void: { duty: always(COORDINATORS), may: at(OPEN, COORDINATORS) },
  reopen: { duty: always(COORDINATORS), may: at(['closed'], COORDINATORS) },
  consent: { duty: always([...COORDINATORS, 'market-chief']), may: nobody },
};

function expected(type: ActType, stage: Stage, who: string): string | null {
  const row = TABLE[type];
  if (!row.duty(stage).includes(who)) return 'forbidden';
  if (row.toldAlready?.includes(stage) === true) return 'already-notified';
  if (row.separated?.[stage]?.includes(who) === true) return 'duty-separation';
  return row.may(stage).includes(who) ? null : 'not-allowed-now';
}

describe.each(STAGES)('at %s', (stage) => {
  const subject = caseAt(stage);

  it.each(ACT_TYPES)('%s is for whom the contract says', (type) => {
    const actual: Record<string, string | null> = {};
    const wanted: Record<string, string | null> = {};
    for (const who of EVERYBODY) {
      const guarded = guard(subject.state, type, actor(who), subject.now);
      actual[who] = 'refused' in guarded ? guarded.refused.code : null;
      wanted[who] = expected(type, stage, who);
    }
    expect(actual).toEqual(wanted);
  });

  it('shows each as buttons what each may do', () => {
    for (const who of EVERYBODY)
      expect(allowedActions(subject.state, actor(who), subject.now)).toEqual(
        ACT_TYPES.filter((type) => expected(type, stage, who) === null),
      );
  });

  it('refuses what it guards also when it is sent, whatever it says', () => {
    for (const act of goodActs(subject))
      for (const who of EVERYBODY) {
        const wanted = expected(act.type, stage, who);
        if (wanted !== null)
          expect([act.type, who, subject.refusal(who, act)]).toEqual([act.type, who, wanted]);
      }
  });
});

/** One of each, so well formed that only who and when can be wrong. */
function goodActs(subject: TestCase): Act[] {
  const lastId = subject.state.lastAct?.actionId ?? 'none';
  return [
    ...Object.values(ACTS),
    { type: 'recall', actionId: lastId, reason: '有误' },
    { type: 'consent', actionId: 'none' },
  ];
}

describe('the order of the checks: duty, stage, separation, content', () => {
  const wrongContent = {
    assign: { type: 'assign', duty: 'handle', staffId: 'nobody' },
    accept: { type: 'accept', tolerance: [{ code: 'form', promisedBy: '2026-04-01' }] },
    decide: { type: 'decide', result: 'refuse', opinion: '不予' },
  } as const satisfies Record<string, Act>;

  it('duty comes before the stage', () => {
    expect(caseAt('handling').refusal('market-handler-1', ACTS.accept)).toBe('forbidden');
    expect(caseAt('closed').refusal('health-chief', ACTS.grant)).toBe('forbidden');
  });

  it('the stage comes before separation', () => {
    expect(caseAt('handling').refusal(DOUBLE, ACTS.grant)).toBe('not-allowed-now');
    expect(caseAt('deciding').refusal(DOUBLE, ACTS.grant)).toBe('duty-separation');
  });

  it('separation comes before the content', () => {
    expect(caseAt('deciding').refusal(DOUBLE, wrongContent.decide)).toBe('duty-separation');
    expect(caseAt('deciding').refusal('market-chief', wrongContent.decide)).toBe('invalid');
  });

  it('the stage comes before the content', () => {
    expect(caseAt('handling').refusal('clerk-1', wrongContent.accept)).toBe('not-allowed-now');
    expect(caseAt('received').refusal('clerk-1', wrongContent.accept)).toBe('invalid');
    expect(caseAt('issuing').refusal('market-chief', wrongContent.assign)).toBe('not-allowed-now');
    expect(caseAt('handling').refusal('market-chief', wrongContent.assign)).toBe('invalid');
  });

  it('a stale view comes after the duty and before all else', () => {
    const subject = caseAt('handling');
    const stale = { ifRevision: subject.state.revision - 1 };
    expect(subject.refusal('market-handler-1', ACTS.propose, stale)).toBe('changed');
    expect(subject.refusal('clerk-1', ACTS.accept, stale)).toBe('changed');
    expect(subject.refusal('market-double', ACTS.propose, stale)).toBe('changed');
    expect(subject.refusal('market-chief', wrongContent.assign, stale)).toBe('changed');
    expect(subject.refusal('health-handler-1', ACTS.propose, stale)).toBe('forbidden');
    expect(
      subject.refusal('market-handler-1', ACTS.propose, { ifRevision: subject.state.revision }),
    ).toBeNull();
  });

  it('changes nothing when it refuses', () => {
    const subject = caseAt('deciding');
    const before = structuredClone(subject.state);
    subject.refusal('market-chief', wrongContent.decide);
    guard(subject.state, 'decide', message('market-chief', ACTS.grant).actor, subject.now);
    expect(subject.state).toEqual(before);
  });
});
