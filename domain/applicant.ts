import type { ApplicantKind } from './item.ts';

/** Who acts for the applicant (L29). */
export interface Agent {
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string | undefined;
}

/** Personal data: kept in few places, masked in every answer but one, in no event (decision 15). */
export interface Applicant {
  readonly kind: ApplicantKind;
  readonly name: string;
  /** Resident identity number of a person, unified social credit code of an organisation. */
  readonly idNumber: string;
  readonly phone: string;
  readonly agent?: Agent | undefined;
}

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECK = '10X98765432';

/** GB 11643: 17 digits with a birth date that exists, and the check character. */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const ms = Date.parse(`${birth}T00:00:00Z`);
  if (Number.isNaN(ms) || !/^(19|20)/.test(birth)) return false;
  // Date.parse takes 02-30 for 03-02 in some hosts: a day past the month's end is caught here.
  const day = Number(birth.slice(8));
  const leap =
    Number(birth.slice(0, 4)) % 4 === 0 &&
    (Number(birth.slice(0, 4)) % 100 !== 0 || Number(birth.slice(0, 4)) % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day > (lengths[Number(birth.slice(5, 7)) - 1] ?? 0)) return false;
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return RESIDENT_CHECK[sum % 11] === text[17];
}

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** GB 32100: 18 characters with the check character modulo 31. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  const sum = CREDIT_WEIGHTS.reduce(
    (total, weight, index) => total + weight * CREDIT_ALPHABET.indexOf(text[index] ?? ''),
    0,
  );
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] === text[17];
}

/** A telephone number as people write it: digits, spaces, brackets and dashes. */
export const PHONE_PATTERN = /^\+?[0-9][0-9 ()-]{4,30}$/;

/** Whether a number fits the kind of applicant. */
export const isIdNumberOf = (kind: ApplicantKind, idNumber: string): boolean =>
  kind === 'person' ? isResidentId(idNumber) : isCreditCode(idNumber);

const keep = (text: string, head: number, tail: number): string => {
  const characters = Array.from(text);
  if (characters.length <= head + tail) return '*'.repeat(characters.length);
  return (
    characters.slice(0, head).join('') +
    '*'.repeat(characters.length - head - tail) +
    characters.slice(characters.length - tail).join('')
  );
};

/** The first character of a person's name, the rest as stars. */
export const maskPersonName = (name: string): string => {
  const characters = Array.from(name);
  return (characters[0] ?? '') + '*'.repeat(Math.max(1, characters.length - 1));
};

/** How an applicant appears in every answer: enough to recognise, too little to misuse. */
export function maskApplicant(applicant: Applicant): Applicant {
  return {
    kind: applicant.kind,
    // The name of an organisation is public.
    name: applicant.kind === 'person' ? maskPersonName(applicant.name) : applicant.name,
    idNumber: keep(applicant.idNumber, 4, 4),
    phone: keep(applicant.phone, 3, 4),
    ...(applicant.agent === undefined
      ? {}
      : {
          agent: {
            name: maskPersonName(applicant.agent.name),
            idNumber: keep(applicant.agent.idNumber, 4, 4),
            ...(applicant.agent.phone === undefined ? {} : { phone: keep(applicant.agent.phone, 3, 4) }),
          },
        }),
  };
}

/** A slip mended on the spot (当场更正, L32(3)). */
export interface Correction {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** What may be corrected in place; anything else is another application. */
export const CORRECTABLE_PATHS = [
  'applicant.name',
  'applicant.idNumber',
  'applicant.phone',
  'applicant.agent.name',
  'applicant.agent.idNumber',
  'applicant.agent.phone',
] as const;
export type CorrectablePath = (typeof CORRECTABLE_PATHS)[number];

export const isCorrectable = (path: string): path is CorrectablePath =>
  (CORRECTABLE_PATHS as readonly string[]).includes(path);

/** The present value at a correctable path; undefined where there is none (no agent). */
export function valueAt(applicant: Applicant, path: CorrectablePath): string | undefined {
  switch (path) {
    case 'applicant.name':
      return applicant.name;
    case 'applicant.idNumber':
      return applicant.idNumber;
    case 'applicant.phone':
      return applicant.phone;
    case 'applicant.agent.name':
      return applicant.agent?.name;
    case 'applicant.agent.idNumber':
      return applicant.agent?.idNumber;
    case 'applicant.agent.phone':
      return applicant.agent?.phone;
  }
}

/** The applicant after the corrections; those without a place (no agent) change nothing. */
export function correctApplicant(applicant: Applicant, changes: readonly Correction[]): Applicant {
  let corrected = applicant;
  for (const { path, to } of changes) {
    if (path.startsWith('applicant.agent.')) {
      if (corrected.agent === undefined) continue;
      corrected = {
        ...corrected,
        agent: { ...corrected.agent, [path.slice('applicant.agent.'.length)]: to },
      };
    } else {
      corrected = { ...corrected, [path.slice('applicant.'.length)]: to };
    }
  }
  return corrected;
}
