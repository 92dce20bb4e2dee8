import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

// Once, before any schema is made: gives schemas the method that names them in the document.
extendZodWithOpenApi(z);
// What is wrong with a field is read at the counter.
z.config(z.locales.zhCN());

export { z };

/** Control characters, line and paragraph separators, and halves of a surrogate pair (jsonb refuses those too). */
const NOT_IN_A_LINE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const NOT_IN_A_TEXT = /[\p{Cs}\u2028\u2029]|(?![\n\t])\p{Cc}/u;

/** A line of text that is not blank: no control characters, no line breaks. `max` in UTF-16 units. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', { error: '不能为空' })
    .refine((text) => !NOT_IN_A_LINE.test(text), { error: '不能含有控制字符' });

/** Text of several lines (\n, \t) that is not blank. */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', { error: '不能为空' })
    .refine((text) => !NOT_IN_A_TEXT.test(text), { error: '不能含有控制字符' });

/** ISO 8601 has a year zero, the calendar and the database have none. */
function isAfterYearZero(text: string): boolean {
  return !text.startsWith('0000');
}

/** A calendar day that exists, `YYYY-MM-DD` in Asia/Shanghai. */
export const localDate = z.iso.date().refine(isAfterYearZero, { error: '日期不正确' });

export const instant = z.iso.datetime({ offset: true }).refine(isAfterYearZero, { error: '时间不正确' });

/** Codes of items, departments and materials, and account ids. */
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: '编码格式不正确' });

/** A reference to an uploaded file, a record or an earlier action. */
export const reference = z.string().regex(/^[\x21-\x7e]{1,200}$/, { error: '引用格式不正确' });

export const LENGTHS = {
  name: 100,
  phone: 32,
  number: 64,
  law: 500,
  opinion: 4000,
} as const;
