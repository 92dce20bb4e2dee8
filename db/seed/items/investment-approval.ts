import { atWindows, embeddedItem, expertReview, material, optionalMaterial, workingDays } from './common.ts';

export const investmentApproval = embeddedItem({
  code: 'investment-approval',
  name: '企业投资项目核准',
  nameEn: 'Approval of an enterprise investment project',
  department: 'development',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: workingDays(20),
  statutoryBasis:
    '《企业投资项目核准和备案管理条例》第十条：自受理申请之日起 20 个工作日内，作出是否予以核准的决定。',
  promised: workingDays(10),
  greenLimit: workingDays(5),
  jointDepartments: ['housing', 'water', 'forestry'],
  procedures: [expertReview(10, true)],
  materials: [
    material('project-application', '企业投资项目申请书'),
    material('applicant-identity', '企业营业执照或者其他主体资格证明'),
    material('site-opinion', '建设项目用地预审与选址意见书'),
    material('statutory-formalities', '法律、行政法规规定应当在核准前办理的其他手续文件'),
    optionalMaterial('key-project-document', '重点项目文件（申请进入绿色通道时提供）'),
  ],
  implementingBody: '台山市发展和改革局',
  resultSample: '企业投资项目核准批复文件',
  consultationPhone: '0750-5621801',
  windowInfo: atWindows('二楼工程建设区', '30 号'),
  conditions: [
    '项目列入《政府核准的投资项目目录》，且由本级核准',
    '符合国民经济和社会发展规划、产业政策和国土空间规划',
    '合理开发并有效利用资源，不影响国家安全和生态安全',
    '对公众利益，特别是项目建设地的公众利益不产生重大不利影响',
  ],
  legalBasis:
    '《企业投资项目核准和备案管理条例》（国务院令第 673 号）第三条、第六条、第七条、第九条、第十条；《企业投资项目核准和备案管理办法》。',
  fillingNotes:
    '项目申请书写明企业基本情况、项目情况、资源利用情况和生态环境影响分析、经济和社会影响分析；项目代码由投资项目在线审批监管平台生成。',
  acceptanceStandard:
    '项目属于本级核准权限，项目申请书内容完整并附规定文件，即予受理；不属于核准范围的，告知办理备案。',
  flow: '申请与收件 → 受理 → 承办（专家评审；同步征求住建、水利、林业部门意见） → 审核 → 批准 → 印发批复 → 窗口统一出件。',
  faq: [
    {
      question: '哪些项目需要核准？',
      answer:
        '关系国家安全、涉及全国重大生产力布局、战略性资源开发和重大公共利益等的企业投资项目，具体以《政府核准的投资项目目录》为准；其他项目实行备案。',
    },
    {
      question: '怎样进入绿色通道？',
      answer:
        '列入重点项目名录或者有政府文件的项目，经市行政服务中心协调人员核准进入，由代办员全程跟踪，时限缩短为 5 个工作日，法定权利和程序不减。',
    },
    { question: '征求部门意见要另外申请吗？', answer: '不需要。由牵头部门统一征求，各部门同步出具意见。' },
  ],
});
