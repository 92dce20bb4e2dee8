import { isCreditCode, isResidentId, type Applicant } from '../../domain/applicant.ts';
import type { ApplicantKind } from '../../domain/item.ts';

const SURNAMES = ['陈', '黄', '李', '伍', '谭', '余', '马', '梅', '甄', '林', '朱', '刘'];
const GIVEN_NAMES = ['建国', '秀英', '志强', '美玲', '伟明', '嘉欣', '国华', '丽珍', '子轩', '慧敏', '永康'];
const PLACES = ['广海', '斗山', '端芬', '赤溪', '川岛', '大江', '水步', '四九', '白沙', '海宴'];
const TRADES = ['餐饮', '物流', '建材', '水产', '机电', '置业', '医疗', '环保', '农林', '文旅'];
const ORGANISATIONS = ['教育发展协会', '社区卫生服务中心', '水利工程管理所', '慈善会', '行业商会'];

/** One of a list, by a number that may be larger than it. */
function pick<T>(list: readonly T[], n: number): T {
  const chosen = list[n % list.length];
  if (chosen === undefined) throw new RangeError('an empty list has nothing to pick');
  return chosen;
}

const digits = (n: number, width: number): string => String(n).padStart(width, '0').slice(-width);

/** The number whose last character is the check of the others: tried out, so that no arithmetic is written twice. */
function withCheck(first17: string, alphabet: string, isValid: (text: string) => boolean): string {
  const check = Array.from(alphabet).find((character) => isValid(first17 + character));
  if (check === undefined) throw new RangeError(`${first17} has no check character`);
  return first17 + check;
}

/** A well-formed resident identity number of 台山 (440781); the person does not exist. */
export function residentId(n: number): string {
  const birth = `${1960 + (n % 43)}${digits(1 + (n % 12), 2)}${digits(1 + ((n * 7) % 28), 2)}`;
  return withCheck(`440781${birth}${digits(n * 13, 3)}`, '0123456789X', isResidentId);
}

/** A well-formed unified social credit code of 台山: 91 an enterprise, 51 a social organisation. */
export function creditCode(n: number, kind: 'enterprise' | 'other'): string {
  const first17 = `${kind === 'enterprise' ? '91' : '51'}440781MA4${digits(n * 7919, 6)}`;
  return withCheck(first17, '0123456789ABCDEFGHJKLMNPQRTUWXY', isCreditCode);
}

export const personName = (n: number): string => pick(SURNAMES, n) + pick(GIVEN_NAMES, n * 5 + 3);

function nameOf(kind: ApplicantKind, n: number): string {
  switch (kind) {
    case 'person':
      return personName(n);
    case 'enterprise':
      return `台山市${pick(PLACES, n)}${pick(TRADES, n * 3 + 1)}有限公司`;
    case 'other':
      return `台山市${pick(PLACES, n)}${pick(ORGANISATIONS, n)}`;
  }
}

/** The n-th made-up applicant; every second organisation sends an agent. */
export function applicantOf(kind: ApplicantKind, n: number): Applicant {
  return {
    kind,
    name: nameOf(kind, n),
    idNumber: kind === 'person' ? residentId(n) : creditCode(n, kind),
    phone: `1380000${digits(1000 + n * 37, 4)}`,
    ...(kind !== 'person' && n % 2 === 0
      ? {
          agent: {
            name: personName(n + 50),
            idNumber: residentId(n + 50),
            phone: `1390000${digits(2000 + n * 41, 4)}`,
          },
        }
      : {}),
  };
}
