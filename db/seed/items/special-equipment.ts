import { atWindows, embeddedItem, material, testing, workingDays } from './common.ts';

export const specialEquipment = embeddedItem({
  code: 'special-equipment',
  name: '特种设备使用登记',
  nameEn: 'Registration of special equipment in use',
  department: 'market',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: workingDays(15),
  statutoryBasis:
    '《特种设备使用管理规则》（TSG 08—2017）：不能当场办理的，自受理之日起 15 个工作日内作出决定。',
  promised: workingDays(3),
  procedures: [testing(10)],
  materials: [
    material('registration-form', '特种设备使用登记表'),
    material('user-identity', '使用单位统一社会信用代码证明'),
    material('product-certificate', '特种设备产品合格证（含产品数据表）'),
    material('inspection-certificate', '特种设备监督检验证明或者定期检验报告'),
  ],
  implementingBody: '台山市市场监督管理局',
  resultSample: '特种设备使用登记证、使用标志',
  consultationPhone: '0750-5621103',
  windowInfo: atWindows('一楼商事服务区', '5—8 号'),
  conditions: [
    '特种设备由取得许可的单位设计、制造、安装，并经检验合格',
    '使用单位建立岗位责任、隐患治理、应急救援等安全管理制度',
    '按规定配备安全管理人员和持证作业人员',
    '在投入使用前或者投入使用后三十日内申请',
  ],
  legalBasis: '《中华人民共和国特种设备安全法》第三十三条；《特种设备安全监察条例》第二十五条。',
  fillingNotes: '按台（套）填写使用登记表；车用气瓶按车申请；设备代码、产品编号与合格证一致。',
  acceptanceStandard: '登记表由使用单位盖章，合格证、检验证明与设备一致，材料齐全即予受理。',
  flow: '申请与收件 → 受理 → 承办（需要时检测） → 审核 → 批准 → 制发登记证和使用标志 → 窗口统一出件。',
  faq: [
    {
      question: '逾期未登记怎么办？',
      answer: '应当立即停止使用并申请登记；未经登记使用的，由市场监督管理部门依法处理。',
    },
    { question: '办理使用登记收费吗？', answer: '登记不收费；检验由检验机构依规定办理。' },
  ],
});
