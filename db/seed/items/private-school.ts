import {
  atWindows,
  collectiveDiscussion,
  embeddedItem,
  expertReview,
  material,
  months,
  workingDays,
} from './common.ts';

export const privateSchool = embeddedItem({
  code: 'private-school',
  name: '民办学校设立',
  nameEn: 'Establishment of a private school',
  department: 'education',
  kind: 'promised',
  serves: ['person', 'enterprise', 'other'],
  statutory: months(3),
  statutoryBasis:
    '《中华人民共和国民办教育促进法》第十七条：申请正式设立民办学校的，审批机关应当自受理之日起三个月内以书面形式作出是否批准的决定。',
  promised: workingDays(40),
  procedures: [expertReview(20), collectiveDiscussion(5)],
  fee: {
    amount: 10,
    basis:
      '《中华人民共和国行政许可法》第五十八条、第五十九条；办学许可证工本费，按市行政服务中心公布的收费目录执行（示例标准）。',
  },
  reservedTo: 'head',
  materials: [
    material('application-report', '正式设立申请报告（已筹设的附筹设批准书和筹设情况报告）'),
    material('school-charter', '学校章程'),
    material('board-members', '首届学校理事会、董事会或者其他决策机构组成人员名单'),
    material('asset-proof', '学校资产的有效证明文件'),
    material('staff-qualifications', '校长、教师、财会人员的资格证明文件'),
    material('premises-safety', '校舍使用证明及消防、房屋安全证明文件'),
  ],
  implementingBody: '台山市教育局',
  resultSample: '民办学校办学许可证（正本、副本）',
  consultationPhone: '0750-5621601',
  windowInfo: atWindows('二楼社会事务区', '24 号'),
  conditions: [
    '举办者具有法人资格，或者为具有政治权利和完全民事行为能力的个人',
    '符合当地教育发展的需求和设置标准',
    '有符合规定的学校章程、决策机构和党组织建设安排',
    '有合格的校长、教师和必要的办学资金、场所、设施',
    '实施义务教育的，不得设立为营利性民办学校',
  ],
  legalBasis:
    '《中华人民共和国民办教育促进法》第十条、第十一条、第十二条、第十五条、第十七条；《中华人民共和国民办教育促进法实施条例》。',
  fillingNotes:
    '申请报告写明举办者、培养目标、办学规模、办学层次、办学形式、办学条件、内部管理体制和经费筹措；资产证明须载明产权。',
  acceptanceStandard:
    '属于本级审批权限，材料齐全、由举办者签名或者盖章即予受理；重要材料为复印件的，核对原件。',
  flow: '申请与收件 → 受理 → 承办（专家评审、集体讨论） → 审核 → 部门负责人批准 → 缴纳工本费 → 制证 → 窗口统一出件。',
  faq: [
    { question: '必须先筹设吗？', answer: '不必。具备办学条件、达到设置标准的，可以直接申请正式设立。' },
    { question: '由谁作出决定？', answer: '该事项的决定保留给市教育局负责人，首席代表不作决定。' },
    {
      question: '三个月怎么计算？',
      answer:
        '自受理之日的次日起算，到第三个月与受理日相同的日期届满；届满日为休息日的，顺延至下一个工作日。专家评审所需时间不计算在内。',
    },
  ],
});
