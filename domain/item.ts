import type { ClockName, Limit } from './clocks.ts';
import type { LocalDate } from './time.ts';

/** Who may apply. */
export type ApplicantKind = 'person' | 'enterprise' | 'other';

/** 办件类型: decided on the spot, promised within days, or several departments together. */
export type ItemKind = 'instant' | 'promised' | 'joint';

export type MaterialForm = 'paper' | 'electronic';

export interface ItemMaterial {
  readonly code: string;
  readonly name: string;
  readonly required: boolean;
  /** Copies wanted, at least 1. */
  readonly copies: number;
  readonly forms: readonly MaterialForm[];
}

export type ProcedureKind =
  | 'siteSurvey'
  | 'expertReview'
  | 'inspection'
  | 'testing'
  | 'quarantine'
  | 'appraisal'
  | 'tender'
  | 'auction'
  | 'collectiveDiscussion'
  | 'publication'
  | 'hearing';

/** The rule that a behaviour follows, to be shown beside it: `L45` is article 45 of the Administrative Licensing Law. */
export interface Rule {
  readonly article: string;
  readonly text: string;
}

/** A special step (特殊环节) that the item foresees; any other is refused (优化营商环境条例 35). */
export interface ItemProcedure {
  readonly kind: ProcedureKind;
  /** Working days it may be planned to take at most. */
  readonly plannedDays: number;
  /** The clocks it stops. A site survey never stops the statutory one unless the item's own law says so. */
  readonly stops: readonly ClockName[];
  readonly rule: Rule;
  readonly minMembers?: number;
}

/** A published fee; only such a fee may be asked for (L58–59, M29). */
export interface ItemFee {
  /** Yuan, at most two decimals. */
  readonly amount: number;
  readonly basis: string;
}

/** How far the limit may be extended, and by whom (L42). */
export interface ItemExtension {
  readonly n: number;
  readonly unit: 'WD';
  readonly by: 'head' | 'government';
}

/** Limits of the three steps inside the department; their own clock, one at a time. */
export interface StepLimits {
  readonly handling: Limit;
  readonly reviewing: Limit;
  readonly deciding: Limit;
}

/** A service item (事项) of the catalogue, one version of it: the contract's fields and every public field of M6. */
export interface ServiceItem {
  readonly code: string;
  /** 1, 2, …; open cases keep the version they were received under (M5). */
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** The first day on which it is no longer in force; null without end. */
  readonly effectiveTo: LocalDate | null;
  /** 事项名称 */
  readonly name: string;
  readonly nameEn: string;
  readonly department: string;
  /** 办件类型 */
  readonly kind: ItemKind;
  /** 服务对象 */
  readonly serves: readonly ApplicantKind[];
  /** 法定办结时限, with the article it stands in. */
  readonly statutory: Limit;
  readonly statutoryBasis: string;
  /** 承诺办结时限 */
  readonly promised: Limit;
  /** 申请材料 */
  readonly materials: readonly ItemMaterial[];
  readonly procedures: readonly ItemProcedure[];
  readonly extension: ItemExtension;
  /** 服务收费; null where nothing is charged. */
  readonly fee: ItemFee | null;
  /** The decision is reserved to the head of the department (M4(2)). */
  readonly reservedTo: 'head' | null;
  /** Departments asked for an opinion; empty without joint approval. */
  readonly jointDepartments: readonly string[];
  readonly greenLimit: Limit | null;
  readonly stepLimits: StepLimits;
  /** 事项类型, e.g. 行政许可 */
  readonly itemType: string;
  /** 实施机构 */
  readonly implementingBody: string;
  /** 结果样本 */
  readonly resultSample: string;
  /** 物流快递 */
  readonly courier: boolean;
  /** 数量限制; null without one. */
  readonly quota: string | null;
  /** 咨询电话 */
  readonly consultationPhone: string;
  /** 监督电话 */
  readonly supervisionPhone: string;
  /** 窗口办理信息 */
  readonly windowInfo: string;
  /** 受理条件 */
  readonly conditions: readonly string[];
  /** 设定依据 */
  readonly legalBasis: string;
  /** 填报须知 */
  readonly fillingNotes: string;
  /** 受理标准 */
  readonly acceptanceStandard: string;
  /** 办理流程 */
  readonly flow: string;
  /** 常见问题 */
  readonly faq: readonly { readonly question: string; readonly answer: string }[];
}

/** What is wrong with an item; an item with problems is not taken into the catalogue. */
export interface ItemProblem {
  readonly path: string;
  readonly message: string;
}

/** A rough length in calendar days, only to compare limits of different units. */
function calendarDays(limit: Limit): number {
  switch (limit.unit) {
    case 'WD':
      return (limit.n * 7) / 5;
    case 'ND':
      return limit.n;
    case 'MONTH':
      return limit.n * 30;
  }
}

const longer = (a: Limit, b: Limit): boolean =>
  a.unit === b.unit ? a.n > b.n : calendarDays(a) > calendarDays(b);

/** The public fields of M6 that a citizen must find filled in. */
const PUBLIC_TEXTS = [
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
] as const satisfies readonly (keyof ServiceItem)[];

/** Refuses an inconsistent item (M5, M6, L42, L45, L58–59). An empty answer means it may enter the catalogue. */
export function itemProblems(item: ServiceItem): ItemProblem[] {
  const problems: ItemProblem[] = [];
  const complain = (path: string, message: string): void => {
    problems.push({ path, message });
  };
  for (const field of PUBLIC_TEXTS) {
    if (item[field].trim() === '') complain(field, '第六条要求公开的信息不能为空');
  }
  if (item.conditions.length === 0) complain('conditions', '受理条件不能为空');
  if (item.serves.length === 0) complain('serves', '服务对象不能为空');
  if (item.effectiveTo !== null && item.effectiveTo <= item.effectiveFrom)
    complain('effectiveTo', '失效日期须晚于生效日期');
  for (const name of ['statutory', 'promised'] as const) {
    const { n } = item[name];
    if (!Number.isInteger(n) || n < 0) complain(`${name}.n`, '时限须为非负整数');
  }
  if (item.statutory.n < 1) complain('statutory.n', '法定时限至少为 1');
  if (longer(item.promised, item.statutory)) complain('promised', '承诺时限不得长于法定时限');
  if (item.greenLimit !== null && longer(item.greenLimit, item.promised))
    complain('greenLimit', '绿色通道时限不得长于承诺时限');
  if (item.kind === 'instant' && item.promised.n !== 0) complain('promised', '即办件的承诺时限为当日');
  const codes = new Set<string>();
  item.materials.forEach((material, index) => {
    if (codes.has(material.code)) complain(`materials.${index}.code`, `材料编码重复:${material.code}`);
    codes.add(material.code);
    if (material.copies < 1) complain(`materials.${index}.copies`, '份数至少为 1');
    if (material.forms.length === 0) complain(`materials.${index}.forms`, '至少接受一种形式');
  });
  item.procedures.forEach((procedure, index) => {
    const at = `procedures.${index}`;
    if (procedure.rule.article.trim() === '' || procedure.rule.text.trim() === '')
      complain(`${at}.rule`, '特殊环节须写明依据');
    if (procedure.plannedDays < 1) complain(`${at}.plannedDays`, '计划天数至少为 1');
    if (
      procedure.kind === 'siteSurvey' &&
      procedure.stops.includes('statutory') &&
      procedure.rule.article.startsWith('L')
    )
      complain(`${at}.stops`, '现场勘察不属第四十五条所列,非有专门法律依据不得停计法定时限');
  });
  if (item.fee !== null) {
    if (item.fee.basis.trim() === '') complain('fee.basis', '收费须有依据');
    if (!(item.fee.amount > 0) || Math.abs(Math.round(item.fee.amount * 100) - item.fee.amount * 100) > 1e-6)
      complain('fee.amount', '收费金额须为正数,最多两位小数');
  }
  if (item.kind === 'joint' && item.jointDepartments.length === 0)
    complain('jointDepartments', '联合审批须列明部门');
  return problems;
}

/** Whether a version may be applied for on a day (A1). */
export const isInForce = (item: Pick<ServiceItem, 'effectiveFrom' | 'effectiveTo'>, on: LocalDate): boolean =>
  item.effectiveFrom <= on && (item.effectiveTo === null || on < item.effectiveTo);

/** The part of an item that rules a case: frozen into the case at receipt (A2), without the public texts. */
export type CaseItem = Pick<
  ServiceItem,
  | 'code'
  | 'version'
  | 'name'
  | 'department'
  | 'kind'
  | 'statutory'
  | 'promised'
  | 'procedures'
  | 'extension'
  | 'fee'
  | 'reservedTo'
  | 'jointDepartments'
  | 'greenLimit'
  | 'stepLimits'
> & { readonly materials: readonly Pick<ItemMaterial, 'code' | 'name' | 'required' | 'copies' | 'forms'>[] };

/** Freezes an item for a case. */
export function freezeItem(item: ServiceItem): CaseItem {
  const { code, version, name, department, kind, statutory, promised, procedures, extension, fee } = item;
  const { reservedTo, jointDepartments, greenLimit, stepLimits, materials } = item;
  return {
    code,
    version,
    name,
    department,
    kind,
    statutory,
    promised,
    procedures,
    extension,
    fee,
    reservedTo,
    jointDepartments,
    greenLimit,
    stepLimits,
    materials,
  };
}
