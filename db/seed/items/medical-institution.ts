import { atWindows, calendarDays, embeddedItem, material, siteSurvey, workingDays } from './common.ts';

export const medicalInstitution = embeddedItem({
  code: 'medical-institution',
  name: '医疗机构执业登记',
  nameEn: 'Practice registration of a medical institution',
  department: 'health',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: calendarDays(45),
  statutoryBasis:
    '《医疗机构管理条例》第三章：自受理执业登记申请之日起四十五日内，根据条例和医疗机构基本标准进行审核。',
  promised: workingDays(20),
  procedures: [siteSurvey(10)],
  fee: {
    amount: 20,
    basis:
      '《中华人民共和国行政许可法》第五十八条、第五十九条；许可证正本、副本工本费，按市行政服务中心公布的收费目录执行（示例标准）。',
  },
  materials: [
    material('registration-application', '医疗机构申请执业登记注册书'),
    material('establishment-approval', '设置医疗机构批准书或者备案回执'),
    material('premises-proof', '医疗机构用房产权证明或者使用证明'),
    material('floor-plan', '医疗机构建筑设计平面图'),
    material('asset-verification', '验资证明或者资产评估报告'),
    material('staff-qualifications', '法定代表人（主要负责人）及各科室负责人名录和资格证书、执业证书'),
  ],
  implementingBody: '台山市卫生健康局',
  resultSample: '医疗机构执业许可证（正本、副本）',
  consultationPhone: '0750-5621202',
  windowInfo: atWindows('二楼社会事务区', '21—23 号'),
  conditions: [
    '依照规定取得设置医疗机构批准书或者完成备案',
    '符合医疗机构的基本标准',
    '有适合的名称、组织机构和场所',
    '有与其开展的业务相适应的经费、设施、设备和专业卫生技术人员',
    '有相应的规章制度，能够独立承担民事责任',
  ],
  legalBasis: '《医疗机构管理条例》第三章；《医疗机构管理条例实施细则》第三章。',
  fillingNotes:
    '诊疗科目按《医疗机构诊疗科目名录》填写；床位（牙椅）数与批准书一致；人员名录附资格证书和执业证书编号。诊所实行备案管理，不在本事项办理。',
  acceptanceStandard:
    '注册书填写完整并加盖公章，批准书在有效期内，人员证书与名录一致，材料齐全、符合法定形式即予受理。',
  flow: '申请与收件 → 受理 → 承办（两名以上人员现场审查） → 审核 → 批准 → 缴纳工本费 → 制证 → 窗口统一出件。',
  faq: [
    {
      question: '法定时限是工作日吗？',
      answer: '不是。条例规定的四十五日按自然日计算，期满日为休息日的，顺延至下一个工作日。',
    },
    {
      question: '工本费什么时候交？',
      answer: '准予登记后凭缴款通知单缴纳，缴清后制发许可证；不准予登记的不收费。',
    },
    {
      question: '没有设置批准书能先申请登记吗？',
      answer: '不能。依规定需要设置批准的，应当先取得设置医疗机构批准书。',
    },
  ],
});
