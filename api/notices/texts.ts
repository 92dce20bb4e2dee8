import type { Limit } from '../../domain/clocks.ts';
import { REMEDIES, type Notice, type NoticeKind } from '../../domain/case/notices.ts';
import type { CaseState } from '../../domain/case/state.ts';

export const TITLES: Readonly<Record<NoticeKind, string>> = {
  acceptance: '受理通知书',
  supplement: '一次性补正告知书',
  decline: '不予受理决定书',
  notRequired: '不受理告知书',
  decision: '行政许可决定书',
  payment: '缴款通知单',
  notSupplemented: '逾期未补正办结通知书',
};

/** What a notice says beside who, what and when. */
export interface NoticeText {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly paragraphs: readonly string[];
}

const UNITS: Readonly<Record<Limit['unit'], string>> = { WD: '个工作日', ND: '个自然日', MONTH: '个月' };
const inWords = ({ n, unit }: Limit): string => (n === 0 ? '当日' : `${n}${UNITS[unit]}`);

/** The applicant's rights against a decision that goes against them (L32, L38). */
const REMEDY =
  `如不服本决定,可以自收到本决定书之日起${REMEDIES.reconsiderationDays}日内依法申请行政复议,` +
  `或者自收到本决定书之日起${REMEDIES.lawsuitMonths}个月内依法向人民法院提起行政诉讼。`;

/** The words of a notice, from its frozen facts: printed again, it says the same. */
export function noticeText({ facts }: Notice, state: CaseState): NoticeText {
  const material = (code: string): string => {
    const named = state.item.materials.find((candidate) => candidate.code === code);
    return named === undefined ? code : `${named.name}(${code})`;
  };
  const title = TITLES[facts.kind];
  switch (facts.kind) {
    case 'acceptance': {
      const due = ({ limit, dueOn, provisional }: typeof facts.statutory): string =>
        `${inWords(limit)},至 ${dueOn}${provisional ? '(所涉年度放假安排尚未公布,为暂计日期)' : ''}`;
      return {
        title,
        rows: [
          ['受理日期', facts.acceptedOn],
          ['法定办结时限', due(facts.statutory)],
          ['承诺办结时限', due(facts.promised)],
        ],
        paragraphs: [
          facts.basis === 'deemed'
            ? '您提交的申请,本机关未在五个工作日内一次性告知需要补正的全部内容。依照《中华人民共和国行政许可法》第三十二条第四项,自收到申请材料之日起即为受理。'
            : '您提交的申请,材料齐全、符合法定形式。依照《中华人民共和国行政许可法》第三十二条第五项,予以受理。',
          '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的,所需时间不计入上述期限,本机关将另行书面告知。',
        ],
      };
    }
    case 'supplement':
      return {
        title,
        rows: [['补正截止日期', facts.answerBy]],
        paragraphs: [
          '您提交的申请材料不齐全或者不符合法定形式。依照《中华人民共和国行政许可法》第三十二条第四项,现一次性告知需要补正的全部内容:',
          ...facts.missing.map(({ code, reason }, index) => `${index + 1}. ${material(code)}:${reason}`),
          `请于 ${facts.answerBy} 前补正。逾期未补正的,本次申请按补正不来办结,您可以重新申请。`,
        ],
      };
    case 'decline':
      return {
        title,
        rows: [],
        paragraphs: [
          `您提交的申请,经审查,不予受理。理由:${facts.reason}`,
          `依据:${facts.legalBasis}`,
          ...(facts.competentAuthority === null ? [] : [`请向有权机关申请:${facts.competentAuthority}`]),
          REMEDY,
        ],
      };
    case 'notRequired':
      return {
        title,
        rows: [],
        paragraphs: [
          `您申请的事项依法不需要取得行政许可,不受理。理由:${facts.reason}`,
          `依据:${facts.legalBasis}`,
          ...(facts.competentAuthority === null ? [] : [`可向以下机关咨询:${facts.competentAuthority}`]),
          REMEDY,
        ],
      };
    case 'decision':
      return decisionText(facts, state);
    case 'payment':
      return {
        title,
        rows: [
          ['应缴金额', `人民币 ${facts.amount.toFixed(2)} 元`],
          ['收费依据', facts.basis],
        ],
        paragraphs: [
          '请凭本通知单缴纳上述费用。除公布的收费项目和标准外,不收取任何其他费用(《中华人民共和国行政许可法》第五十八条、第五十九条)。',
          '费用缴清后予以出证。',
        ],
      };
    case 'notSupplemented':
      return {
        title,
        rows: [],
        paragraphs: [
          `本机关已一次性告知您需要补正的全部内容,至补正期限届满仍未收到:${facts.outstanding.map(material).join('、')}。`,
          '本次申请按补正不来办结。材料备齐后,您可以重新申请。',
          REMEDY,
        ],
      };
  }
}

function decisionText(facts: Extract<Notice['facts'], { kind: 'decision' }>, state: CaseState): NoticeText {
  const granted = facts.result === 'grant';
  const record = facts.citesRecord === null ? [] : [`本决定根据听证笔录(${facts.citesRecord})作出。`];
  const reasons = facts.reasons === null ? [] : [`理由:${facts.reasons}`];
  return {
    title: granted ? '准予行政许可决定书' : '不予行政许可决定书',
    rows: [['决定', granted ? '准予许可' : '不予许可']],
    paragraphs: granted
      ? [
          `经审查,您提出的“${state.item.name}”申请符合法定条件、标准。依照《中华人民共和国行政许可法》第三十八条第一款,决定准予行政许可。`,
          ...reasons,
          ...record,
          '本机关将自作出决定之日起十个工作日内颁发、送达行政许可证件(第四十四条)。本决定依法予以公开(第四十条)。',
        ]
      : [
          `经审查,您提出的“${state.item.name}”申请不符合法定条件、标准。依照《中华人民共和国行政许可法》第三十八条第二款,决定不予行政许可。`,
          ...reasons,
          ...record,
          REMEDY,
        ],
  };
}
