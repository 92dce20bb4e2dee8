import type { ClockName, Limit } from '../../../domain/clocks.ts';
import type { ItemMaterial, ItemProcedure, ServiceItem, StepLimits } from '../../../domain/item.ts';

/** Working days (L82), calendar days and months as limits. */
export const workingDays = (n: number): Limit => ({ n, unit: 'WD' });
export const calendarDays = (n: number): Limit => ({ n, unit: 'ND' });
export const months = (n: number): Limit => ({ n, unit: 'MONTH' });

/** One copy, either form: all that the embedded items ask of a material. */
export const material = (code: string, name: string): ItemMaterial => ({
  code,
  name,
  required: true,
  copies: 1,
  forms: ['paper', 'electronic'],
});

/** A material that helps but may not be asked for: its absence is never a gap (L31). */
export const optionalMaterial = (code: string, name: string): ItemMaterial => ({
  ...material(code, name),
  required: false,
});

/** How the promised limit is shared among the three steps inside the department, in percent. */
const STEP_SHARES = { handling: 60, reviewing: 20, deciding: 20 } as const;

/**
 * The limits of the steps: 60, 20 and 20 percent of the promised limit, each rounded up to whole days, so that a short
 * limit leaves every step its day; their sum may therefore pass the promised limit, which has a clock of its own. An
 * instant item gives each step the same day (`n` 0). In working days, as every promised limit here.
 */
export function stepLimits(promised: Limit): StepLimits {
  const share = (percent: number): Limit => workingDays(Math.ceil((promised.n * percent) / 100));
  return {
    handling: share(STEP_SHARES.handling),
    reviewing: share(STEP_SHARES.reviewing),
    deciding: share(STEP_SHARES.deciding),
  };
}

const ARTICLE_45 =
  '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在规定的期限内，行政机关应当将所需时间书面告知申请人（行政许可法第四十五条）。';

/** Article 45 stops the statutory clock, the promised one with it, and the green one where the item has one. */
const stoppedByArticle45 = (hasGreenLimit: boolean): readonly ClockName[] =>
  hasGreenLimit ? ['statutory', 'promised', 'green'] : ['statutory', 'promised'];

export const expertReview = (plannedDays: number, hasGreenLimit = false): ItemProcedure => ({
  kind: 'expertReview',
  plannedDays,
  stops: stoppedByArticle45(hasGreenLimit),
  rule: { article: 'L45', text: ARTICLE_45 },
});

export const testing = (plannedDays: number): ItemProcedure => ({
  kind: 'testing',
  plannedDays,
  stops: stoppedByArticle45(false),
  rule: { article: 'L45', text: ARTICLE_45 },
});

export const hearing = (plannedDays: number): ItemProcedure => ({
  kind: 'hearing',
  plannedDays,
  stops: stoppedByArticle45(false),
  rule: { article: 'L45', text: `${ARTICLE_45}听证依行政许可法第四十六条至第四十八条举行。` },
});

/** Not on the list of Article 45: the statutory clock runs on. */
export const siteSurvey = (plannedDays: number): ItemProcedure => ({
  kind: 'siteSurvey',
  plannedDays,
  stops: ['promised'],
  rule: {
    article: 'L34',
    text: '需要对申请材料的实质内容进行核实的，应当指派两名以上工作人员进行核查（行政许可法第三十四条第三款）；现场勘察为本办法第四条第（二）项所列特殊环节，只停计承诺时限，不停计法定时限。',
  },
  minMembers: 2,
});

export const collectiveDiscussion = (plannedDays: number): ItemProcedure => ({
  kind: 'collectiveDiscussion',
  plannedDays,
  stops: [],
  rule: { article: 'M4(2)', text: '集体讨论为本办法第四条第（二）项所列特殊环节，所需时间计入办理时限。' },
});

export const publication = (plannedDays: number): ItemProcedure => ({
  kind: 'publication',
  plannedDays,
  stops: [],
  rule: {
    article: 'L36',
    text: '行政许可事项直接关系他人重大利益的，应当告知利害关系人并听取其意见（行政许可法第三十六条）；公示所需时间计入办理时限。',
  },
});

/** What every embedded item has in common unless it says otherwise. */
const DEFAULTS = {
  version: 1,
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  procedures: [],
  // L42, first paragraph.
  extension: { n: 10, unit: 'WD', by: 'head' },
  fee: null,
  reservedTo: null,
  jointDepartments: [],
  greenLimit: null,
  itemType: '行政许可',
  courier: true,
  quota: null,
  supervisionPhone: '0750-5612345',
} as const satisfies Partial<ServiceItem>;

type Default = keyof typeof DEFAULTS;
type OwnFields = Omit<ServiceItem, Default | 'stepLimits'> & Partial<Pick<ServiceItem, Default>>;

/** An item of the embedded catalogue: its own fields over the common ones, the step limits derived. */
export const embeddedItem = (own: OwnFields): ServiceItem => ({
  ...DEFAULTS,
  ...own,
  stepLimits: stepLimits(own.promised),
});

const HOURS = '周一至周五 9:00—12:00、13:30—18:00（法定节假日除外，调休上班日照常办理）';

/** 窗口办理信息 of the general windows; no case is taken in outside the hall (M4(1)). */
export const atWindows = (area: string, numbers: string): string =>
  `台山市人民政府行政服务中心服务大厅${area}综合服务窗口 ${numbers}；${HOURS}。`;
