import { atWindows, calendarDays, embeddedItem, material, workingDays } from './common.ts';

export const constructionPermit = embeddedItem({
  code: 'construction-permit',
  name: '建筑工程施工许可',
  nameEn: 'Construction permit',
  department: 'housing',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: calendarDays(7),
  statutoryBasis:
    '《中华人民共和国建筑法》第八条：应当自收到申请之日起七日内，对符合条件的申请颁发施工许可证。',
  promised: workingDays(3),
  materials: [
    material('application-form', '建筑工程施工许可证申请表'),
    material('land-approval', '建筑工程用地批准手续'),
    material('planning-permit', '建设工程规划许可证'),
    material('construction-contract', '施工企业确定文件（中标通知书或者施工合同）'),
    material('drawing-review', '施工图设计文件审查合格文件'),
    material('quality-and-safety-measures', '保证工程质量和安全的具体措施及建设资金落实承诺书'),
  ],
  implementingBody: '台山市住房和城乡建设局',
  resultSample: '建筑工程施工许可证（电子证照）',
  consultationPhone: '0750-5621301',
  windowInfo: atWindows('二楼工程建设区', '31—35 号'),
  conditions: [
    '已经办理该建筑工程用地批准手续',
    '依法应当办理建设工程规划许可证的，已经取得规划许可证',
    '需要拆迁的，其拆迁进度符合施工要求',
    '已经确定建筑施工企业',
    '有满足施工需要的资金安排、施工图纸及技术资料',
    '有保证工程质量和安全的具体措施',
  ],
  legalBasis:
    '《中华人民共和国建筑法》第七条、第八条；《建筑工程施工许可管理办法》（住房和城乡建设部令第 18 号）第二条、第四条。',
  fillingNotes:
    '由建设单位申请；工程名称、地点、规模与规划许可证和施工合同一致；各参建单位项目负责人须签名确认。',
  acceptanceStandard:
    '工程属于应当办理施工许可的范围，申请表由建设单位加盖公章，材料齐全、内容相互一致即予受理。',
  flow: '申请与收件 → 受理 → 承办 → 审核 → 批准 → 核发电子证照 → 窗口统一出件。',
  faq: [
    {
      question: '哪些工程不用办理施工许可证？',
      answer:
        '限额以下的小型工程，以及按照国务院规定的权限和程序批准开工报告的建筑工程，不再领取施工许可证。',
    },
    {
      question: '领证后多久必须开工？',
      answer:
        '自领取施工许可证之日起三个月内开工；因故不能按期开工的，应当申请延期，延期以两次为限，每次不超过三个月。',
    },
  ],
});
