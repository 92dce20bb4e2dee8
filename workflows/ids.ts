/** The one place that names workflows, queues and search attributes. Nothing personal in any of them. */
export const TASK_QUEUE = 'shenpi-cases';

export const CASE_WORKFLOW = 'approvalCase';

export const caseWorkflowId = (caseNo: string): string => `case/${caseNo}`;

/** Typed search attributes, registered at start-up before the first case: an unregistered one would loop a task. */
export const SEARCH_ATTRIBUTES = {
  CaseStage: 'KEYWORD',
  CaseItem: 'KEYWORD',
  CaseDepartment: 'KEYWORD',
  CaseWaitingOn: 'KEYWORD',
  CaseCard: 'KEYWORD',
  CaseDueAt: 'DATETIME',
  CaseGreen: 'BOOL',
} as const;
