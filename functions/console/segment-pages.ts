import type { Segment } from '../_shared/domain/segment.ts';
import { segmentSentence } from '../_shared/domain/segment-sentence.ts';
import { type Html, html } from '../_shared/runtime/html.ts';
import type { PageResponse } from '../_shared/runtime/page.ts';
import { pageOf, type Shell } from './layout.ts';

/** The segments, each with its rule as a sentence. */
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

function segmentRow(segment: Segment): Html {
  const { name, version } = segment;
  return html`<li id="${name}"><span class="soft">version ${version}</span>
<div><h3>${name}</h3><p>${segmentSentence(segment)}</p></div></li>`;
}
