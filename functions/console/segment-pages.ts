import type { Condition, Segment } from '../_shared/domain/segment.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';
import { languageName } from './words.ts';

/** The rules by which releases choose from the lists, each as a sentence. */
export function segmentsPage(shell: Shell, segments: readonly Segment[]): PageResponse {
  return pageOf(shell, {
    title: 'Segments',
    section: 'segments',
    body: html`
<h1>Segments</h1>
<p class="lead">Rules that choose from the lists at sending time. Set one with <code>npx dateline segments set</code>.</p>
${segments.length === 0 && html`<p class="empty">none yet</p>`}
<ul class="releases">${segments.map(segmentRow)}</ul>`,
  });
}

function segmentRow({ name, version, include, exclude }: Segment): Html {
  return html`<li id="${name}"><span class="soft">version ${version}</span>
<div><h3>${name}</h3>
<p>People ${include.map(conditionWords).join(', or ')}${exclude.length > 0 && html`; but nobody ${exclude.map(conditionWords).join(', or ')}`}.</p></div></li>`;
}

function conditionWords({ lists, beats, regions, languages, outletKinds, tiers }: Condition): string {
  const parts = [
    part('on', lists),
    part('covering', beats),
    part('in', regions),
    part('reading', languages?.map(languageName)),
    part('at a', outletKinds),
    part('of tier', tiers?.map(String)),
  ].filter((words) => words !== null);
  return parts.length > 0 ? parts.join(' and ') : 'on any list';
}

function part(preposition: string, values: readonly string[] | undefined): string | null {
  return values && values.length > 0 ? `${preposition} ${values.join(' or ')}` : null;
}
