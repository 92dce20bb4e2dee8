import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NOTICE_POLICY, noticePage } from '../../api/notices/page.ts';
import type { Notice, NoticeFacts } from '../../domain/case/notices.ts';
import { receive } from '../../domain/case/receive.ts';
import { caseInput } from '../support/case-fixtures.ts';
import { PERSON } from './support/applicants.ts';

const { state } = receive(caseInput('440781-market-20260105-0001').receipt, '2026-01-05T09:00:00.000+08:00');
const limit = { limit: { n: 20, unit: 'WD' }, dueOn: '2026-02-02', provisional: true } as const;

const FACTS: Record<Notice['kind'], NoticeFacts> = {
  acceptance: {
    kind: 'acceptance',
    acceptedOn: '2026-01-05',
    basis: 'notice',
    statutory: limit,
    promised: limit,
  },
  supplement: {
    kind: 'supplement',
    missing: [{ code: 'business-licence', reason: '复印件<b>不清</b>' }],
    answerBy: '2026-03-06',
  },
  decline: {
    kind: 'decline',
    reason: '不属本机关职权',
    legalBasis: '行政许可法第三十二条',
    competentAuthority: '市水利局',
  },
  notRequired: {
    kind: 'notRequired',
    reason: '仅销售预包装食品',
    legalBasis: '行政许可法第三十二条',
    competentAuthority: null,
  },
  decision: {
    kind: 'decision',
    result: 'refuse',
    reasons: '"><script>alert(1)</script>',
    citesRecord: 'R-1',
  },
  payment: { kind: 'payment', amount: 120.5, basis: '粤价〔2020〕1号' },
  notSupplemented: { kind: 'notSupplemented', outstanding: ['business-licence'] },
};

const page = (facts: NoticeFacts, more: { revoked?: boolean } = {}): string =>
  noticePage({
    notice: {
      id: `${facts.kind}-1`,
      kind: facts.kind,
      number: `${state.caseNo}-ACP1`,
      issuedAt: '2026-01-05T09:00:00.000+08:00',
      issuedOn: '2026-01-05',
      facts,
    },
    revoked: more.revoked ?? false,
    state,
    applicant: { ...PERSON, name: '陈 & "小" <明>' },
  });

describe('a notice as a page', () => {
  it.each(Object.values(FACTS))('$kind has number, dates, seal line and print style', (facts) => {
    const html = page(facts);
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(html).toContain(`${state.caseNo}-ACP1`);
    expect(html).toContain('台山市人民政府行政服务中心(盖章)');
    expect(html).toContain('2026年1月5日');
    expect(html).toContain('@media print');
    expect(html).toContain('陈 &amp; &quot;小&quot; &lt;明&gt;');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('已撤销');
  });

  it.each(['decline', 'notRequired', 'decision', 'notSupplemented'] as const)(
    '%s names the remedies',
    (kind) => {
      const html = page(FACTS[kind]);
      expect(html).toContain('60日内依法申请行政复议');
      expect(html).toContain('6个月内依法向人民法院提起行政诉讼');
    },
  );

  it('says what each kind has to say', () => {
    expect(page(FACTS.acceptance)).toContain('20个工作日,至 2026-02-02(所涉年度放假安排尚未公布,为暂计日期)');
    expect(page(FACTS.supplement)).toContain('复印件&lt;b&gt;不清&lt;/b&gt;');
    expect(page(FACTS.supplement)).toContain('2026-03-06');
    expect(page(FACTS.decline)).toContain('市水利局');
    expect(page(FACTS.decision)).toContain('不予行政许可决定书');
    expect(page(FACTS.decision)).toContain('听证笔录(R-1)');
    expect(page({ kind: 'decision', result: 'grant', reasons: null, citesRecord: null })).toContain(
      '准予行政许可',
    );
    expect(page(FACTS.payment)).toContain('人民币 120.50 元');
    expect(page(FACTS.acceptance, { revoked: true })).toContain('已撤销');
  });

  it('may use its own style and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page(FACTS.payment))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(NOTICE_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(NOTICE_POLICY).toContain("default-src 'none'");
  });
});
