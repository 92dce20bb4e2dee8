import type { Duty, StaffMember } from '../../domain/people.ts';

export interface Department {
  readonly code: string;
  readonly name: string;
}

export const EMBEDDED_DEPARTMENTS: readonly Department[] = [
  { code: 'market', name: '台山市市场监督管理局' },
  { code: 'health', name: '台山市卫生健康局' },
  { code: 'housing', name: '台山市住房和城乡建设局' },
  { code: 'water', name: '台山市水利局' },
  { code: 'forestry', name: '台山市林业局' },
  { code: 'education', name: '台山市教育局' },
  { code: 'transport', name: '台山市交通运输局' },
  { code: 'development', name: '台山市发展和改革局' },
];

function member(
  staffId: string,
  name: string,
  duties: readonly Duty[],
  department: string | null = null,
  personId = staffId,
): StaffMember {
  return { staffId, personId, name, department, duties, status: 'active', authorisedItems: null };
}

/** Names of the officers of each department: two handlers, two reviewers, chief, head. */
const OFFICERS: Readonly<Record<string, readonly [string, string, string, string, string, string]>> = {
  market: ['黄志强', '李晓燕', '陈国华', '梁美玲', '伍建军', '赵永康'],
  health: ['刘芳', '谭伟', '邝丽华', '朱明', '余静', '马文忠'],
  housing: ['甄浩', '雷敏', '林海', '叶秋', '曹立新', '方正'],
  water: ['容江', '许波', '温清', '汤涛', '何润生', '江河'],
  forestry: ['林茂', '杨青', '柏松', '梅雪', '桂林生', '苏木'],
  education: ['文静', '孔明礼', '孟思', '颜如玉', '曾立德', '程育才'],
  transport: ['路通', '车小军', '马行', '陆远', '桥志远', '韩达'],
  development: ['计远', '高明', '项前', '宋瑞', '龚立业', '欧阳建'],
};

function officers(department: string): StaffMember[] {
  const names = OFFICERS[department];
  if (names === undefined) throw new RangeError(`no officers of ${department}`);
  return [
    member(`${department}-handler-1`, names[0], ['handle'], department),
    member(`${department}-handler-2`, names[1], ['handle'], department),
    member(`${department}-reviewer-1`, names[2], ['review'], department),
    member(`${department}-reviewer-2`, names[3], ['review'], department),
    member(`${department}-chief`, names[4], ['decide', 'chief'], department),
    member(`${department}-head`, names[5], ['decide', 'head'], department),
  ];
}

/** The embedded staff of the contract. `market-double` is a second account of the natural person `clerk-1`. */
export const EMBEDDED_STAFF: readonly StaffMember[] = [
  member('clerk-1', '陈丽', ['receive']),
  member('clerk-2', '黄敏', ['receive']),
  member('leader-1', '李卫国', ['receive', 'windowLeader']),
  ...EMBEDDED_DEPARTMENTS.flatMap(({ code }) => officers(code)),
  member('coordinator-1', '张协', ['coordinate']),
  member('coordinator-2', '王调', ['coordinate']),
  member('proxy-1', '周代', ['proxy']),
  member('government-1', '郑政', ['government']),
  member('supervisor-1', '严督', ['supervise']),
  member('admin-1', '管理员', ['admin']),
  member('applicant-1', '申请人一', ['apply']),
  member('market-double', '陈丽', ['handle', 'review', 'decide'], 'market', 'clerk-1'),
];
