import { atWindows, embeddedItem, material, siteSurvey, testing, workingDays } from './common.ts';

export const publicPlaceHygiene = embeddedItem({
  code: 'public-place-hygiene',
  name: '公共场所卫生许可',
  nameEn: 'Hygiene licence of a public place',
  department: 'health',
  kind: 'promised',
  serves: ['person', 'enterprise'],
  statutory: workingDays(20),
  statutoryBasis: '《中华人民共和国行政许可法》第四十二条第一款；《公共场所卫生管理条例实施细则》。',
  promised: workingDays(5),
  procedures: [siteSurvey(5), testing(10)],
  materials: [
    material('application-form', '公共场所卫生许可证申请表'),
    material('responsible-person-identity', '法定代表人或者负责人身份证明'),
    material('site-plans', '公共场所地址方位示意图、平面图和卫生设施平面布局图'),
    material('hygiene-test-report', '公共场所卫生检测或者评价报告'),
    material('hygiene-rules', '公共场所卫生管理制度'),
  ],
  implementingBody: '台山市卫生健康局',
  resultSample: '公共场所卫生许可证',
  consultationPhone: '0750-5621201',
  windowInfo: atWindows('二楼社会事务区', '21—23 号'),
  conditions: [
    '场所选址、布局和卫生设施符合公共场所卫生标准和要求',
    '配备专职或者兼职卫生管理人员，建立卫生管理制度和卫生管理档案',
    '直接为顾客服务的从业人员取得有效的健康合格证明',
    '经卫生检测，空气、微小气候、水质、采光、照明、噪声、顾客用品用具等符合卫生标准',
  ],
  legalBasis:
    '《公共场所卫生管理条例》第四条、第八条；《公共场所卫生管理条例实施细则》第二十二条、第二十三条。',
  fillingNotes:
    '经营项目按宾馆、美容美发、游泳、影剧院等类别逐项填写；检测报告应当由有相应能力的机构出具，检测项目覆盖全部经营项目。',
  acceptanceStandard:
    '申请表填写完整，图纸能够反映卫生设施位置，检测或者评价报告在有效期内，材料齐全即予受理。',
  flow: '申请与收件 → 受理 → 承办（现场审核，需要时检测） → 审核 → 批准 → 制证 → 窗口统一出件。',
  faq: [
    {
      question: '许可证有效期多久？',
      answer: '四年。需要延续的，应当在有效期届满三十日前向原发证机关提出申请。',
    },
    {
      question: '检测时间算在办理时限内吗？',
      answer:
        '不算。检测属于行政许可法第四十五条所列情形，所需时间书面告知申请人，法定时限和承诺时限均停计。',
    },
  ],
});
