export { approvalCase } from './approval-case.ts';
