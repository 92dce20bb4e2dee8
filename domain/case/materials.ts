import type { CaseItem } from '../item.ts';
import { rejectField, type Rejection } from '../rejection.ts';
import type { SubmittedMaterial } from './acts.ts';
import type { LocalDate } from '../time.ts';
import type { CaseMaterial } from './state.ts';

/**
 * Whether materials fit the item's frozen list (A2, L30–31): no unknown code, none twice, a form that is taken.
 * `root` is the path of the list in the body.
 */
export function checkMaterials(
  item: Pick<CaseItem, 'materials'>,
  materials: readonly SubmittedMaterial[],
  root = 'materials',
): Rejection | null {
  const seen = new Set<string>();
  for (const [index, material] of materials.entries()) {
    const wanted = item.materials.find(({ code }) => code === material.code);
    if (wanted === undefined)
      return rejectField(`${root}.${index}.code`, `事项材料清单中没有 ${material.code}`, 'material-unknown');
    if (seen.has(material.code)) return rejectField(`${root}.${index}.code`, `材料重复:${material.code}`);
    seen.add(material.code);
    if (material.form !== undefined && !wanted.forms.includes(material.form))
      return rejectField(`${root}.${index}.form`, `材料 ${material.code} 不接受该形式`);
  }
  return null;
}

/** Codes of required materials that are absent, short of copies, or named in the notice and not handed in since. */
export function incompleteMaterials(
  item: Pick<CaseItem, 'materials'>,
  materials: readonly CaseMaterial[],
  outstanding: readonly string[],
): string[] {
  const missing = item.materials
    .filter((wanted) => wanted.required)
    .filter((wanted) => (materials.find(({ code }) => code === wanted.code)?.copies ?? 0) < wanted.copies)
    .map(({ code }) => code);
  return [...new Set([...missing, ...outstanding])];
}

/** Later ones replace earlier ones of the same code. */
export function mergeMaterials(
  present: readonly CaseMaterial[],
  submitted: readonly SubmittedMaterial[],
  on: LocalDate,
): CaseMaterial[] {
  const codes = new Set(submitted.map((material) => material.code));
  return [
    ...present.filter((material) => !codes.has(material.code)),
    ...submitted.map((material) => ({
      code: material.code,
      copies: material.copies ?? 1,
      form: material.form ?? null,
      fileId: material.fileId ?? null,
      receivedOn: on,
    })),
  ];
}
