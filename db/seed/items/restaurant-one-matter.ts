import { atWindows, embeddedItem, material, siteSurvey, workingDays } from './common.ts';

/** One matter (一件事): one form, one window, three departments at once, one decision under the lead of `market`. */
export const restaurantOneMatter = embeddedItem({
  code: 'restaurant-one-matter',
  name: '开餐馆一件事',
  nameEn: 'Opening a restaurant as one matter',
  department: 'market',
  kind: 'joint',
  serves: ['person', 'enterprise'],
  statutory: workingDays(45),
  statutoryBasis:
    '《中华人民共和国行政许可法》第四十二条第二款：统一办理或者联合办理、集中办理的，办理的时间不得超过四十五日。',
  promised: workingDays(10),
  extension: { n: 15, unit: 'WD', by: 'government' },
  jointDepartments: ['market', 'health', 'housing'],
  procedures: [siteSurvey(5)],
  materials: [
    material('joint-application-form', '开餐馆“一件事”联办申请表'),
    material('business-licence', '营业执照或者其他主体资格证明文件'),
    material('premises-proof', '经营场所使用证明'),
    material('layout-and-process', '经营场所布局图、设备设施和操作流程文件'),
    material('food-safety-rules', '食品安全规章制度目录清单'),
    material('drainage-drawings', '隔油、排水设施和接驳位置图纸'),
  ],
  itemType: '行政许可（“一件事”联办）',
  implementingBody: '台山市市场监督管理局（牵头）、台山市卫生健康局、台山市住房和城乡建设局',
  resultSample: '食品经营许可证及联办部门的许可文件，一次出件',
  consultationPhone: '0750-5621104',
  windowInfo: atWindows('一楼“一件事”专区', '9 号'),
  conditions: [
    '取得营业执照等合法主体资格',
    '经营场所的布局、设备和工艺流程符合食品安全要求',
    '涉及公共场所卫生的区域符合公共场所卫生标准',
    '按规定设置隔油等预处理设施，排水口接入城镇排水管网',
  ],
  legalBasis:
    '《中华人民共和国行政许可法》第二十六条、第四十二条；《中华人民共和国食品安全法》第三十五条；《公共场所卫生管理条例》；《城镇排水与污水处理条例》第二十一条。',
  fillingNotes:
    '一张申请表填写全部联办内容，相同信息只填一次；布局图同时标明用餐区、加工区和隔油、排水设施。',
  acceptanceStandard:
    '由综合窗口一次收件，材料齐全、符合法定形式即予受理并同步分送各部门；需要补正的，由窗口一次性告知全部内容。',
  flow: '一窗收件 → 受理 → 分送市场监管、卫生健康、住建部门并联办理（联合踏勘一次完成） → 牵头部门审核 → 批准 → 一次出件。',
  faq: [
    { question: '还能分开申请吗？', answer: '可以。“一件事”联办由申请人自愿选择，也可以分别申请各项许可。' },
    { question: '现场要查几次？', answer: '一次。各部门由牵头部门组织联合踏勘，每个部门不重复上门。' },
    {
      question: '有一个部门不同意怎么办？',
      answer: '由牵头部门汇总；部门意见不一致的，提请市行政服务中心协调，作出裁定后再决定。',
    },
  ],
});
