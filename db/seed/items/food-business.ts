import { atWindows, embeddedItem, material, siteSurvey, workingDays } from './common.ts';

export const foodBusiness = embeddedItem({
  code: 'food-business',
  name: '食品经营许可',
  nameEn: 'Food business licence',
  department: 'market',
  kind: 'promised',
  serves: ['person', 'enterprise'],
  statutory: workingDays(20),
  statutoryBasis: '《中华人民共和国行政许可法》第四十二条第一款。',
  promised: workingDays(8),
  procedures: [siteSurvey(5)],
  materials: [
    material('application-form', '食品经营许可申请书'),
    material('business-licence', '营业执照或者其他主体资格证明文件'),
    material('layout-and-process', '与食品经营相适应的主要设备设施、经营布局和操作流程等文件'),
    material(
      'food-safety-rules',
      '食品安全自查、从业人员健康管理、进货查验记录、食品安全事故处置等规章制度目录清单',
    ),
  ],
  implementingBody: '台山市市场监督管理局',
  resultSample: '食品经营许可证（正本、副本及电子证书）',
  consultationPhone: '0750-5621102',
  windowInfo: atWindows('一楼商事服务区', '5—8 号'),
  conditions: [
    '取得营业执照等合法主体资格',
    '有与经营的食品品种、数量相适应的经营场所，并与有毒、有害场所以及其他污染源保持规定的距离',
    '有与经营的食品品种、数量相适应的经营设备或者设施',
    '有专职或者兼职的食品安全总监、食品安全员和保证食品安全的规章制度',
    '有合理的设备布局和工艺流程，防止待加工食品与直接入口食品交叉污染',
  ],
  legalBasis:
    '《中华人民共和国食品安全法》第三十三条、第三十五条；《食品经营许可和备案管理办法》（国家市场监督管理总局令第 78 号）。',
  fillingNotes:
    '主体业态和经营项目须与实际经营一致；经营布局图应当标明各功能区和设备位置；申请书由法定代表人（负责人）签名。仅销售预包装食品的，办理备案，无需申请许可。',
  acceptanceStandard:
    '属于本机关职权范围，申请材料齐全、符合法定形式，即予受理；需要补正的，一次性告知全部内容。',
  flow: '申请与收件 → 受理 → 承办（需要时由两名以上人员现场核查） → 审核 → 批准 → 制证 → 窗口统一出件。',
  faq: [
    {
      question: '仅销售预包装食品需要办证吗？',
      answer: '不需要许可，应当在开展经营活动前向所在地市场监督管理部门备案。',
    },
    {
      question: '现场核查要准备什么？',
      answer:
        '按申请的布局完成装修并安装设备，核查时由负责人或者其委托的人在场。核查期间承诺时限停计，法定时限不停计。',
    },
    {
      question: '许可证有效期多久？',
      answer: '五年。需要延续的，应当在有效期届满九十个工作日前至十五个工作日前提出申请。',
    },
  ],
});
