import { caseInput, SHORTEST } from '../support/case-fixtures.ts';
import type { CaseLab, CaseUnderTest } from '../support/case-lab.ts';

/** The stories whose histories are kept: each must replay for as long as a case of its kind may run. */
export const SCENARIOS: Readonly<Record<string, (lab: CaseLab, caseNo: string) => Promise<CaseUnderTest>>> = {
  async granted(lab, caseNo) {
    const subject = await lab.startCase(caseInput(caseNo));
    for (const { by, act } of SHORTEST) await subject.act(by, act);
    await subject.handle.result();
    return subject;
  },
  async 'supplemented-and-returned'(lab, caseNo) {
    const input = caseInput(caseNo, 'food-business', { materials: [] });
    const subject = await lab.startCase(input);
    const required = input.receipt.item.materials
      .filter((material) => material.required)
      .map(({ code }) => code);
    await subject.act('clerk-1', {
      type: 'requestSupplement',
      missing: required.map((code) => ({ code, reason: '未提交' })),
    });
    await lab.env.sleep('3 days');
    await subject.act('clerk-1', { type: 'submitSupplement', materials: required.map((code) => ({ code })) });
    await subject.act('clerk-1', { type: 'accept' });
    await subject.act('market-handler-1', { type: 'propose', proposal: 'grant', opinion: '符合' });
    await subject.act('market-reviewer-1', { type: 'return', to: 'handling', reason: '请补充核查意见' });
    await subject.act(
      'market-handler-1',
      { type: 'propose', proposal: 'refuse', opinion: '不符合' },
      { id: 'again' },
    );
    await subject.act('market-reviewer-1', { type: 'endorse', opinion: '同意' });
    await subject.act('market-chief', {
      type: 'decide',
      result: 'refuse',
      opinion: '不予许可',
      reasons: '场所不符合要求',
    });
    await subject.act('clerk-2', { type: 'issue' });
    await subject.act('clerk-2', { type: 'deliver', method: 'pickup', receivedBy: '陈小明' });
    await subject.handle.result();
    return subject;
  },
  async 'deemed-accepted-and-overdue'(lab, caseNo) {
    const subject = await lab.startCase(caseInput(caseNo));
    await lab.env.sleep('60 days');
    await subject.signal('clerk-1', { type: 'withdraw', reason: '申请人撤回' }, { id: 'withdraw' });
    await subject.handle.result();
    return subject;
  },
  async 'queued-before-the-first-task'(lab, caseNo) {
    const { subject, work } = await lab.startUnseen(caseInput(caseNo, 'enterprise-registration'));
    await subject.signal(
      'market-chief',
      { type: 'decide', result: 'grant', opinion: '早了' },
      { id: 'early' },
    );
    await subject.signal('clerk-1', { type: 'accept' }, { id: 'accept' });
    await subject.signal(
      'market-chief',
      { type: 'decide', result: 'grant', opinion: '准予' },
      { id: 'decide' },
    );
    await subject.signal(
      'market-chief',
      { type: 'recall', actionId: 'decide', reason: '文号有误' },
      { id: 'recall' },
    );
    await subject.signal('coordinator-1', { type: 'void', reason: '重复收件' }, { id: 'void' });
    await subject.signal('coordinator-2', { type: 'consent', actionId: 'void' }, { id: 'consent' });
    await work(() => subject.handle.result());
    return subject;
  },
  async 'read-model-away'(lab, caseNo) {
    const subject = await lab.startCase(caseInput(caseNo));
    await subject.snapshot();
    lab.readModel.away = true;
    await subject.act('clerk-1', { type: 'accept' });
    await subject.act('market-handler-1', { type: 'propose', proposal: 'grant', opinion: '符合' });
    lab.readModel.away = false;
    await lab.env.sleep('2 minutes');
    await subject.act('clerk-1', { type: 'withdraw', reason: '申请人撤回' });
    await subject.handle.result();
    return subject;
  },
};
