import { atWindows, embeddedItem, expertReview, hearing, material, workingDays } from './common.ts';

export const waterIntake = embeddedItem({
  code: 'water-intake',
  name: '取水许可',
  nameEn: 'Water intake permit',
  department: 'water',
  kind: 'promised',
  serves: ['enterprise', 'other'],
  statutory: workingDays(45),
  statutoryBasis:
    '《取水许可和水资源费征收管理条例》第十九条：自受理取水申请之日起 45 个工作日内决定批准或者不批准。',
  promised: workingDays(20),
  procedures: [hearing(20), expertReview(15)],
  materials: [
    material('application-form', '取水许可申请书'),
    material('third-party-statement', '与第三者利害关系的相关说明'),
    material('project-filing', '建设项目批准、核准或者备案文件'),
    material('water-resources-assessment', '建设项目水资源论证报告书（表）'),
  ],
  implementingBody: '台山市水利局',
  resultSample: '取水许可申请批准文件、取水许可证（电子证照）',
  consultationPhone: '0750-5621401',
  windowInfo: atWindows('二楼工程建设区', '36 号'),
  conditions: [
    '符合水资源综合规划、流域规划、水功能区划和水中长期供求规划',
    '不超过本行政区域的取水总量控制指标',
    '水资源论证结论可行，取水、退水不损害第三者的合法权益',
    '不属于地下水禁采区取用地下水等不予批准的情形',
  ],
  legalBasis:
    '《中华人民共和国水法》第七条、第四十八条；《取水许可和水资源费征收管理条例》（国务院令第 460 号）第二条、第十一条、第十八条、第十九条。',
  fillingNotes:
    '取水量按年取水量和最大日取水量分别填报；取水地点填写经纬度和所在河流（水源）；退水地点、退水量须与论证报告一致。',
  acceptanceStandard:
    '属于本级审批权限，申请书填写完整，论证报告由申请人盖章，材料齐全、符合法定形式即予受理；不属于本级权限的，告知向有权机关申请。',
  flow: '申请与收件 → 受理 → 承办（专家评审；涉及社会公共利益或者他人重大利害关系的，听证） → 审核 → 批准 → 统一出件。',
  faq: [
    {
      question: '哪些取水不需要申请许可？',
      answer:
        '家庭生活和零星散养、圈养畜禽饮用等少量取水，以及为保障矿井等地下工程施工安全、消除公共安全危害的临时应急取（排）水等，依条例第四条不需要申请。',
    },
    {
      question: '听证会什么时候举行？',
      answer:
        '申请人、利害关系人在被告知听证权利之日起五日内提出申请的，行政机关在二十日内组织听证，并于七日前通知时间、地点。',
    },
    {
      question: '批准后就能取水吗？',
      answer: '取水工程或者设施竣工并经审批机关验收合格、发给取水许可证后方可取水。',
    },
  ],
});
