import { PHONE_PATTERN, type Applicant } from '../../domain/applicant.ts';
import { submittedMaterials } from './acts.ts';
import { code, LENGTHS, line, z } from './text.ts';

const phone = z.string().max(LENGTHS.phone).regex(PHONE_PATTERN, { error: '电话号码格式不正确' });

/** Whether the check digits fit is judged with the content, after duty (contract, order of checks). */
const idNumber = line(LENGTHS.phone);

export const applicantKind = z.enum(['person', 'enterprise', 'other']);

export const applicantSchema = z
  .strictObject({
    kind: applicantKind,
    name: line(LENGTHS.name),
    idNumber,
    phone,
    agent: z.strictObject({ name: line(LENGTHS.name), idNumber, phone: phone.optional() }).optional(),
  })
  .openapi('Applicant') satisfies z.ZodType<Applicant>;

/** An application as it is handed in (收件). */
export const receiveSchema = z
  .strictObject({
    itemCode: code,
    channel: z.enum(['window', 'online', 'kiosk']),
    applicant: applicantSchema,
    materials: submittedMaterials,
    projectCode: line(LENGTHS.number).optional(),
  })
  .openapi('Application');

export type Application = z.infer<typeof receiveSchema>;
