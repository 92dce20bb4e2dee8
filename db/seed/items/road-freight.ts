import { atWindows, embeddedItem, material, workingDays } from './common.ts';

export const roadFreight = embeddedItem({
  code: 'road-freight',
  name: '道路货物运输经营许可',
  nameEn: 'Road freight transport licence',
  department: 'transport',
  kind: 'promised',
  serves: ['person', 'enterprise'],
  statutory: workingDays(20),
  statutoryBasis:
    '《中华人民共和国道路运输条例》第二十四条：自受理申请之日起 20 日内审查完毕，作出许可或者不予许可的决定。',
  promised: workingDays(3),
  materials: [
    material('application-form', '道路货物运输经营申请表'),
    material('responsible-person-identity', '负责人身份证明（委托办理的附委托书）'),
    material('vehicle-proof', '机动车行驶证、车辆技术状况检测合格证明，或者拟投入车辆承诺书'),
    material('driver-qualifications', '聘用或者拟聘用驾驶员的从业资格证'),
    material('safety-rules', '安全生产管理制度文本'),
  ],
  implementingBody: '台山市交通运输局',
  resultSample: '道路运输经营许可证（正本、副本及电子证照）',
  consultationPhone: '0750-5621701',
  windowInfo: atWindows('一楼综合服务区', '13—15 号'),
  conditions: [
    '有与其经营业务相适应并经检测合格的车辆',
    '有取得从业资格证的驾驶人员',
    '有健全的安全生产管理制度',
    '已经依法办理营业登记',
  ],
  legalBasis:
    '《中华人民共和国道路运输条例》第二十一条、第二十二条、第二十四条；《道路货物运输及站场管理规定》。',
  fillingNotes:
    '经营范围按普通货运、专用运输、大型物件运输分别填写；车辆栏填写车型、总质量和数量。危险货物运输不在本事项办理。',
  acceptanceStandard: '申请表填写完整，驾驶员从业资格与准驾车型相符，材料齐全即予受理。',
  flow: '申请与收件 → 受理 → 承办 → 审核 → 批准 → 制证 → 窗口统一出件。',
  faq: [
    {
      question: '小型货车也要办证吗？',
      answer:
        '使用总质量 4500 千克及以下普通货运车辆从事普通货运经营的，不需要取得道路运输经营许可证和车辆营运证。',
    },
    { question: '还没有买车可以申请吗？', answer: '可以提交拟投入车辆承诺书，并应当按承诺的期限投入车辆。' },
  ],
});
