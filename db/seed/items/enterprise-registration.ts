import { atWindows, embeddedItem, material, optionalMaterial, workingDays } from './common.ts';

export const enterpriseRegistration = embeddedItem({
  code: 'enterprise-registration',
  name: '企业设立登记',
  nameEn: 'Enterprise registration',
  department: 'market',
  kind: 'instant',
  serves: ['person', 'enterprise'],
  statutory: workingDays(3),
  statutoryBasis:
    '《中华人民共和国市场主体登记管理条例》第十九条：不能当场登记的，应当在 3 个工作日内予以登记；情形复杂的，经登记机关负责人批准，可以再延长 3 个工作日。',
  promised: workingDays(0),
  extension: { n: 3, unit: 'WD', by: 'head' },
  materials: [
    material('registration-application', '公司登记（备案）申请书'),
    material('articles-of-association', '公司章程'),
    material('shareholder-qualification', '股东主体资格文件或者自然人身份证明'),
    material('officer-appointments', '法定代表人、董事、监事和高级管理人员的任职文件'),
    material('domicile-proof', '住所（经营场所）相关文件'),
    optionalMaterial('name-declaration', '企业名称自主申报告知书'),
  ],
  implementingBody: '台山市市场监督管理局',
  resultSample: '营业执照（正本、副本及电子营业执照）',
  consultationPhone: '0750-5621101',
  windowInfo: atWindows('一楼企业开办区', '1—4 号'),
  conditions: [
    '有符合规定的企业名称',
    '股东符合法定人数，并有符合公司章程规定的认缴出资额',
    '股东共同制定公司章程，并建立符合要求的组织机构',
    '有住所（主要经营场所）',
    '经营范围中属于登记前须经批准的项目，已取得批准文件',
  ],
  legalBasis:
    '《中华人民共和国公司法》第二十九条；《中华人民共和国市场主体登记管理条例》第三条、第五条、第十六条、第十九条。',
  fillingNotes:
    '申请书应当使用市场监督管理部门制发的格式文本，用黑色或者蓝黑色墨水填写或者打印；经营范围按《经营范围登记规范表述目录》选择；全体股东、法定代表人须经实名认证并签名。',
  acceptanceStandard:
    '申请材料齐全、符合法定形式的，当场登记；不齐全或者不符合法定形式的，一次性告知需要补正的全部材料。登记机关进行形式审查，申请人对材料的真实性、合法性和有效性负责。',
  flow: '申请与收件 → 受理 → 当场审查并决定 → 制发营业执照 → 窗口领取、邮寄或者下载电子营业执照。',
  faq: [
    {
      question: '注册资本需要当场缴足吗？',
      answer: '不需要。有限责任公司实行认缴登记，全体股东认缴的出资额应当自公司成立之日起五年内缴足。',
    },
    {
      question: '可以委托他人办理吗？',
      answer: '可以。代理人凭委托书和本人身份证明办理，股东和法定代表人仍须完成实名认证。',
    },
    { question: '办理设立登记要交费吗？', answer: '不收费。' },
  ],
});
