import { atWindows, embeddedItem, material, publication, siteSurvey, workingDays } from './common.ts';

export const treeFelling = embeddedItem({
  code: 'tree-felling',
  name: '林木采伐许可',
  nameEn: 'Tree felling licence',
  department: 'forestry',
  kind: 'promised',
  serves: ['person', 'enterprise'],
  statutory: workingDays(20),
  statutoryBasis: '《中华人民共和国行政许可法》第四十二条第一款。',
  promised: workingDays(7),
  procedures: [siteSurvey(5), publication(5)],
  materials: [
    material('application-form', '林木采伐申请表'),
    material('ownership-proof', '林木权属证明（不动产权证书或者林权证等）'),
    material('felling-plan', '伐区调查设计材料或者采伐地点、林种、树种、面积、蓄积、方式说明'),
    material('regeneration-commitment', '伐后更新造林措施承诺'),
  ],
  implementingBody: '台山市林业局',
  resultSample: '林木采伐许可证',
  consultationPhone: '0750-5621501',
  windowInfo: atWindows('一楼综合服务区', '10—12 号'),
  quota: '受本市年度森林采伐限额限制，按受理先后顺序办理。',
  conditions: [
    '林木权属清楚、无争议',
    '不属于封山育林期、封山育林区内禁止采伐的林木',
    '上年度采伐后已按照规定完成更新造林任务',
    '在本年度森林采伐限额之内',
    '不存在重大滥伐案件、森林火灾或者林业有害生物灾害未采取预防和改进措施的情形',
  ],
  legalBasis:
    '《中华人民共和国森林法》第五十六条、第五十七条、第五十八条、第五十九条、第六十条；《中华人民共和国森林法实施条例》。',
  fillingNotes:
    '采伐四至按小班或者宗地填写，面积以公顷、蓄积以立方米为单位；林农个人采伐人工商品林可以自行或者委托他人作简易调查设计。',
  acceptanceStandard:
    '权属证明与申请人一致（委托采伐的附委托书），采伐方式和更新措施明确，材料齐全即予受理。',
  flow: '申请与收件 → 受理 → 承办（现场勘察、公示） → 审核 → 批准 → 制证 → 窗口统一出件。',
  faq: [
    {
      question: '自留地、房前屋后的零星林木要办证吗？',
      answer: '农村居民采伐自留地和房前屋后个人所有的零星林木，不需要申请采伐许可证。',
    },
    { question: '公示期间计入办理时限吗？', answer: '计入。公示不停计法定时限和承诺时限。' },
    {
      question: '采伐后必须补种吗？',
      answer: '采伐单位和个人应当按照有关规定完成更新造林，更新造林的面积不得少于采伐的面积。',
    },
  ],
});
