import { waitingOn, type CaseState } from '../domain/case/state.ts';

/** What Temporal's UI shows of a case as it stands, in Markdown. Costs no event and carries nothing personal. */
export function currentDetails(state: CaseState): string {
  const waiting = waitingOn(state);
  const lines = [
    `**${state.item.name}** ${state.caseNo}`,
    '',
    `- 环节 stage: \`${state.stage}\`${state.result === null ? '' : ` · 结果 result: \`${state.result}\``}`,
    `- 收件 received: ${state.receivedOn}${state.acceptedOn === null ? '' : ` · 受理 accepted: ${state.acceptedOn} (${state.acceptanceBasis ?? ''})`}`,
  ];
  if (waiting !== null) {
    const whom = [waiting.duty, waiting.department, waiting.staffId]
      .filter((part) => part !== null)
      .join(' / ');
    lines.push(`- 等待 waiting on: \`${whom}\` since ${waiting.since}`);
  }
  lines.push(`- 版本 revision: ${state.revision}`);
  return lines.join('\n');
}
