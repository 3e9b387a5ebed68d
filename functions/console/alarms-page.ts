import { type Alarm, ringing } from '../_shared/domain/alarm.ts';
import { type Content, Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { missing } from './refusals.ts';
import { counted, whenWords } from './words.ts';

/** The articles of the runbook by name, rendered. */
export type Articles = Readonly<Record<string, string>>;

/** All alarms: those that ring, those of which nothing is known, and the others. */
export function alarmsPage(shell: Shell, articles: Articles, zone: string): PageResponse {
  return pageOf(shell, {
    title: 'Alarms',
    section: 'alarms',
    body: html`<h1>Alarms</h1>${shell.alarms === null ? unreadable : allOf(shell.alarms, articles, zone)}`,
  });
}

const unreadable = html`<p class="lead">CloudWatch did not say how the alarms stand. Look again in a minute, or at the alarms in the AWS console.</p>`;

function allOf(alarms: readonly Alarm[], articles: Articles, zone: string): Content {
  const loud = ringing(alarms);
  const inState = (state: Alarm['state']) => alarms.filter((alarm) => alarm.state === state);
  const group = (title: string, group: readonly Alarm[]) =>
    group.length > 0 &&
    html`<h2>${title}</h2><ul class="releases">${group.map((alarm) => lineOf(alarm, articles, zone))}</ul>`;
  return [
    html`<p class="lead">${loud.length === 0 ? `None of ${counted(alarms.length, 'alarm')} rings.` : `${counted(loud.length, 'alarm')} of ${alarms.length} ${loud.length === 1 ? 'rings' : 'ring'}.`} They are judged once a minute.</p>`,
    group('Ringing', loud),
    group('Nothing measured yet', inState('unknown')),
    group('Quiet', inState('quiet')),
  ];
}

function lineOf(alarm: Alarm, articles: Articles, zone: string): Html {
  return html`<li><div>${stateOf(alarm)}</div><div><h3>${nameOf(alarm, articles)}</h3><p class="meta">${alarm.whoIsHurt}</p></div><div class="numbers soft">${alarm.state === 'unknown' ? '' : html`since ${whenWords(alarm.since, zone)}`}</div></li>`;
}

function stateOf({ state, severity }: Alarm): Html {
  if (state === 'quiet') return html`<span class="state good">quiet</span>`;
  if (state === 'unknown') return html`<span class="state">no data</span>`;
  return severity === 'page'
    ? html`<span class="state bad">act now</span>`
    : html`<span class="state caution">look soon</span>`;
}

function nameOf({ name, article }: Alarm, articles: Articles): Content {
  return articles[article] === undefined ? name : html`<a href="/alarms/${article}">${name}</a>`;
}

/** One article of the runbook, below the alarms that it is about. */
export function articlePage(shell: Shell, articles: Articles, article: string, zone: string): PageResponse {
  const text = Object.hasOwn(articles, article) ? articles[article] : undefined;
  if (text === undefined) return missing(shell);
  const about = (shell.alarms ?? []).filter((alarm) => alarm.article === article);
  return pageOf(shell, {
    title: article.replaceAll('-', ' '),
    section: 'alarms',
    body: html`<p class="crumbs"><a href="/alarms">Alarms</a></p><h1>${article.replaceAll('-', ' ')}</h1>
${about.length > 0 && html`<ul class="releases">${about.map((alarm) => lineOf(alarm, {}, zone))}</ul>`}
<div class="article">${new Html(text)}</div>`,
  });
}
