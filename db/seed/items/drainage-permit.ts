import { atWindows, embeddedItem, material, optionalMaterial, testing, workingDays } from './common.ts';

export const drainagePermit = embeddedItem({
  code: 'drainage-permit',
  name: '城镇污水排入排水管网许可',
  nameEn: 'Permit to discharge sewage into the municipal network',
  department: 'housing',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: workingDays(20),
  statutoryBasis: '《中华人民共和国行政许可法》第四十二条第一款；《城镇污水排入排水管网许可管理办法》。',
  promised: workingDays(5),
  procedures: [testing(10)],
  materials: [
    material('application-form', '排水许可申请表'),
    material('outlet-drawings', '有关专用检测井、污水排放口位置和口径的图纸及说明材料'),
    material('treatment-facilities', '按规定建设污水预处理设施的有关材料'),
    material('water-quality-report', '排水水质、水量检测报告'),
    optionalMaterial('online-monitoring', '重点排污单位自动监测设备安装材料'),
  ],
  implementingBody: '台山市住房和城乡建设局',
  resultSample: '城镇污水排入排水管网许可证',
  consultationPhone: '0750-5621302',
  windowInfo: atWindows('二楼工程建设区', '31—35 号'),
  conditions: [
    '污水排放口的设置符合城镇排水规划的要求',
    '排放污水的水质符合国家或者地方的有关排放标准',
    '按照国家有关规定建设相应的污水预处理设施',
    '在排放口设置便于采样和水量计量的专用检测井和计量设备',
  ],
  legalBasis:
    '《城镇排水与污水处理条例》第二十一条；《城镇污水排入排水管网许可管理办法》（住房和城乡建设部令第 21 号）。',
  fillingNotes:
    '从事工业、建筑、餐饮、医疗等活动的排水户按类别填写；排水量按最大日排水量填报；图纸标明与市政管网的接驳位置。居民排放生活污水无需申请。',
  acceptanceStandard: '申请表填写完整，接驳位置明确，检测报告在规定期限内出具，材料齐全即予受理。',
  flow: '申请与收件 → 受理 → 承办（需要时对排水水质进行检测） → 审核 → 批准 → 制证 → 窗口统一出件。',
  faq: [
    { question: '居民家庭需要办理吗？', answer: '不需要。城镇居民排放生活污水不需要申请排水许可。' },
    { question: '许可证有效期多久？', answer: '五年；因施工作业需要排水的，有效期不得超过施工期限。' },
  ],
});
