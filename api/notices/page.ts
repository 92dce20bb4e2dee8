import { createHash } from 'node:crypto';
import type { Applicant } from '../../domain/applicant.ts';
import type { Notice } from '../../domain/case/notices.ts';
import type { CaseState } from '../../domain/case/state.ts';
import { markup, type Html } from './escape.ts';
import { noticeText, TITLES } from './texts.ts';

const STYLE = `
@page { size: A4; margin: 25mm 22mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 170mm; padding: 12mm 4mm; color: #111; background: #fff;
  font: 12pt/1.9 "Songti SC", "SimSun", "Noto Serif CJK SC", serif; }
header { text-align: center; }
h1 { font-size: 20pt; letter-spacing: .2em; margin: 0 0 4mm; }
.number { text-align: right; }
.revoked { border: 1mm double #b00; color: #b00; text-align: center; font-size: 14pt; margin: 4mm 0; }
table { width: 100%; border-collapse: collapse; margin: 4mm 0; }
th, td { border: .3mm solid #333; padding: 1.5mm 3mm; text-align: left; vertical-align: top; }
th { width: 36mm; font-weight: normal; white-space: nowrap; }
p { text-indent: 2em; margin: 2mm 0; white-space: pre-line; }
.seal { margin-top: 16mm; text-align: right; break-inside: avoid; }
.seal p { text-indent: 0; }
footer { margin-top: 12mm; border-top: .3mm solid #999; font-size: 9pt; color: #555; }
@media print { body { padding: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
`;

/** What a page of ours may do: show itself with its own style, nothing else. */
export const NOTICE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

export interface NoticePage {
  readonly notice: Notice;
  readonly revoked: boolean;
  readonly state: CaseState;
  /** In clear only for the applicant and the window, masked for everybody else. */
  readonly applicant: Applicant;
}

/** A notice as it is printed and handed over. Everything a person wrote is escaped. */
export function noticePage({ notice, revoked, state, applicant }: NoticePage): string {
  const { title, rows, paragraphs } = noticeText(notice, state);
  const page = markup`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${notice.number}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<header>
<div>${state.policy.hallName}</div>
<h1>${title}</h1>
</header>
<div class="number">编号:${notice.number}</div>
${revoked ? markup`<div class="revoked">本通知书已撤销</div>` : null}
<table>
${row('申请人', applicant.name)}
${row('证件号码', applicant.idNumber)}
${applicant.agent === undefined ? null : row('代理人', applicant.agent.name)}
${row('事项', state.item.name)}
${row('办件编号', state.caseNo)}
${row('收件日期', state.receivedOn)}
${rows.map(([name, value]) => row(name, value))}
</table>
${paragraphs.map((text) => markup`<p>${text}</p>`)}
<section class="seal">
<p>${state.policy.hallName}(盖章)</p>
<p>${chineseDate(notice.issuedOn)}</p>
</section>
<footer>${TITLES[notice.kind]} · ${notice.number} · 签发时间 ${notice.issuedAt}</footer>
</body>
</html>
`;
  return page.html;
}

const row = (name: string, value: string): Html =>
  markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;

/** `2026-11-24` as it stands on a document: 2026年11月24日. */
export function chineseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year ?? ''}年${month ?? ''}月${day ?? ''}日`;
}
