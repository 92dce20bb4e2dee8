import type { Channel } from '../../domain/case/state.ts';
import type { ApplicantKind } from '../../domain/item.ts';
import {
  accept,
  assignColleague,
  consentToVoid,
  correctPhone,
  courier,
  decideGrant,
  decideRefuse,
  decline,
  doubleTriesToHandle,
  electronic,
  endorse,
  handOver,
  issue,
  issueUnpaid,
  note,
  notRequired,
  pay,
  pickUp,
  propose,
  proposeVoid,
  recallDecision,
  secondNotice,
  sendBack,
  strangerTriesToHandle,
  supplement,
  tellDefective,
  tellMissing,
  urge,
  withdraw,
  withdrawOnline,
  type Step,
} from './steps.ts';

/** One case of the day: what is handed in, and what becomes of it. */
export interface Scenario {
  readonly item: string;
  readonly kind: ApplicantKind;
  readonly channel?: Channel;
  /** How many required materials the applicant forgets. */
  readonly forgets?: number;
  readonly steps: readonly Step[];
}

const toDecision = [accept, propose(), endorse];
const granted = [...toDecision, decideGrant];
const instant = [accept, decideGrant, issue, electronic];
const refused = (reasons: string): Step[] => [
  accept,
  propose('refuse'),
  endorse,
  decideRefuse(reasons),
  issue,
  pickUp,
];

/** Every item once to the end, granted. */
const GRANTED: readonly Scenario[] = [
  { item: 'enterprise-registration', kind: 'person', steps: instant },
  {
    item: 'food-business',
    kind: 'person',
    steps: [accept, doubleTriesToHandle, propose(), endorse, decideGrant, issue, pickUp],
  },
  {
    item: 'public-place-hygiene',
    kind: 'enterprise',
    forgets: 2,
    steps: [tellMissing, supplement, secondNotice, ...granted, issue, courier],
  },
  { item: 'medical-institution', kind: 'other', steps: [...granted, issueUnpaid, pay, issue, pickUp] },
  {
    item: 'construction-permit',
    kind: 'enterprise',
    channel: 'online',
    steps: [...granted, issue, electronic],
  },
  { item: 'drainage-permit', kind: 'enterprise', steps: [correctPhone, ...granted, issue, pickUp] },
  {
    item: 'water-intake',
    kind: 'enterprise',
    steps: [accept, urge, strangerTriesToHandle, propose(), endorse, decideGrant, issue, courier],
  },
  {
    item: 'tree-felling',
    kind: 'person',
    steps: [accept, assignColleague, handOver, propose(), endorse, decideGrant, issue, pickUp],
  },
  { item: 'private-school', kind: 'person', steps: [...granted, pay, issue, pickUp] },
  { item: 'road-freight', kind: 'person', channel: 'kiosk', steps: [...granted, issue, electronic] },
  {
    item: 'special-equipment',
    kind: 'enterprise',
    steps: [accept, propose(), sendBack, propose(), endorse, decideGrant, issue, pickUp],
  },
  {
    item: 'investment-approval',
    kind: 'enterprise',
    steps: [...granted, recallDecision, decideGrant, issue, courier],
  },
  {
    item: 'restaurant-one-matter',
    kind: 'person',
    steps: [accept, note('已与卫生健康、住建部门核对资料。'), propose(), endorse, decideGrant, issue, pickUp],
  },
];

/** The other ends a case can come to. */
const OTHER_ENDS: readonly Scenario[] = [
  { item: 'enterprise-registration', kind: 'enterprise', channel: 'online', steps: instant },
  {
    item: 'enterprise-registration',
    kind: 'person',
    forgets: 1,
    steps: [tellMissing, supplement, ...instant],
  },
  {
    item: 'food-business',
    kind: 'enterprise',
    steps: [tellDefective, supplement, ...granted, issue, pickUp],
  },
  {
    item: 'road-freight',
    kind: 'enterprise',
    forgets: 1,
    steps: [tellMissing, supplement, ...granted, issue, courier],
  },
  {
    item: 'tree-felling',
    kind: 'enterprise',
    steps: refused('申请采伐的林木权属存在争议（森林法第五十六条、第五十八条）。'),
  },
  {
    item: 'water-intake',
    kind: 'other',
    steps: refused('取水量超过本行政区域取水总量控制指标（取水许可和水资源费征收管理条例第二十条）。'),
  },
  { item: 'private-school', kind: 'other', steps: refused('校舍不符合设置标准（民办教育促进法第十一条）。') },
  {
    item: 'water-intake',
    kind: 'enterprise',
    steps: [decline('取水口位于西江干流，不属于本级审批权限。', '江门市水利局')],
  },
  {
    item: 'investment-approval',
    kind: 'enterprise',
    steps: [decline('项目由上一级投资主管部门核准。', '江门市发展和改革局')],
  },
  {
    item: 'food-business',
    kind: 'person',
    steps: [notRequired('仅销售预包装食品，无需取得食品经营许可，办理备案即可。', '食品安全法第三十五条')],
  },
  {
    item: 'road-freight',
    kind: 'person',
    steps: [notRequired('使用总质量 4500 千克及以下普通货运车辆，无需取得许可。', '道路运输条例第二十四条')],
  },
  { item: 'medical-institution', kind: 'enterprise', steps: [withdraw('申请人变更经营场所，撤回申请。')] },
  {
    item: 'drainage-permit',
    kind: 'other',
    channel: 'online',
    steps: [accept, propose(), withdrawOnline('项目停建，撤回申请。')],
  },
  { item: 'special-equipment', kind: 'other', steps: [accept, proposeVoid, consentToVoid] },
];

/** Left open at the end of the day, in every stage. */
const OPEN: readonly Scenario[] = [
  { item: 'food-business', kind: 'enterprise', steps: [] },
  { item: 'construction-permit', kind: 'other', channel: 'online', steps: [] },
  { item: 'restaurant-one-matter', kind: 'enterprise', forgets: 2, steps: [tellMissing] },
  { item: 'public-place-hygiene', kind: 'person', forgets: 1, steps: [tellMissing] },
  { item: 'tree-felling', kind: 'person', steps: [accept, assignColleague] },
  { item: 'water-intake', kind: 'enterprise', steps: [accept, urge] },
  { item: 'drainage-permit', kind: 'enterprise', steps: [accept, propose()] },
  { item: 'special-equipment', kind: 'enterprise', steps: [accept, propose()] },
  { item: 'private-school', kind: 'enterprise', steps: toDecision },
  { item: 'investment-approval', kind: 'other', steps: toDecision },
  { item: 'enterprise-registration', kind: 'person', steps: [accept] },
  { item: 'medical-institution', kind: 'enterprise', steps: granted },
  { item: 'road-freight', kind: 'person', steps: granted },
  { item: 'public-place-hygiene', kind: 'enterprise', steps: [...granted, issue] },
  { item: 'construction-permit', kind: 'enterprise', steps: [...granted, issue] },
];

/** The day, shuffled like a real one: each end follows another kind of end. */
export const DAY: readonly Scenario[] = Array.from({
  length: Math.max(GRANTED.length, OTHER_ENDS.length, OPEN.length),
}).flatMap((_, index) =>
  [GRANTED[index], OTHER_ENDS[index], OPEN[index]].filter((scenario) => scenario !== undefined),
);
