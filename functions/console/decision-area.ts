import { type Content, html } from '../_shared/runtime/html.ts';
import { type FormKeys, formTo, mayPost } from './form.ts';
import { oneMoreForm } from './one-more-page.ts';
import type { ReleaseView } from './release-view.ts';
import { counted } from './words.ts';

const addressOf = ({ id }: ReleaseView, act: string) => `/releases/${encodeURIComponent(id)}/${act}`;

/**
 * Names the version and audience that the approval form approves. A page that shows one proof must not approve another.
 */
export function shownToApprove({ candidate }: ReleaseView): string {
  if (candidate?.state !== 'awaiting-approval' || !candidate.audience) return '';
  return `${candidate.version}-${candidate.audience.hash}`;
}

/**
 * The version that awaits approval, or an edition made overdue by an outage. `barred`: why the server would refuse now;
 * null if it would not.
 */
export function approval(view: ReleaseView, keys: FormKeys, barred: string | null): Content {
  const { candidate, state, editions } = view;
  const waits = candidate?.state === 'awaiting-approval' && candidate.audience;
  const action = addressOf(view, 'approve');
  if (waits && barred !== null)
    return html`<section class="panel bad"><h2>Version ${candidate.version} cannot be approved now</h2>
<p>${barred}</p></section>`;
  if (waits)
    return html`<section class="panel attention"><h2>Approve version ${candidate.version}?</h2>
<p>It goes to ${counted(waits.recipients, 'contact')}${candidate.embargo && html`, ${counted(waits.accredited, 'accredited one')} at once, the others when the embargo lifts`}. Look at the proofs below first: what you see is what is sent.</p>
${candidate.approvals.length > 0 && html`<p>Approved by ${candidate.approvals.map(({ by }) => by).join(', ')}; a second person has to approve it too.</p>`}
${formTo(
  keys,
  action,
  html`<input type="hidden" name="version" value="${candidate.version}"><input type="hidden" name="audience" value="${waits.hash}">
<button>Approve and send to ${waits.recipients}</button>`,
)}</section>`;
  if (candidate?.state === 'composing')
    return html`<p class="hint">Its contacts are being checked and its mails are being made. Then it can be approved.</p>`;
  if (state !== 'held' || !editions.some((edition) => edition.state === 'overdue')) return null;
  return html`<section class="panel attention"><h2>Its time has passed</h2>
<p>The newsroom was down when this was due. Nothing of it has been sent.</p>
${
  barred === null ? formTo(keys, action, html`<button>Send it now</button>`) : html`<p>${barred}</p>`
}</section>`;
}

/**
 * The forms that take something back. There is one form to stop a release, whatever stopping means at that time: a page
 * that was opened before the sending began then stops what is being sent.
 */
export function decisions(view: ReleaseView, keys: FormKeys): Content {
  const { lift, cancelWaiting, stop } = view.acts;
  const mayBeSent = oneMoreStates.includes(view.state);
  if (!lift && !cancelWaiting && stop === null && !mayBeSent) return null;
  const form = (act: string, words: Words) => graveForm(keys, act, addressOf(view, act), words);
  return html`<div class="decisions">
${mayBeSent && oneMoreForm(view.id, keys)}
${lift && form('lift', { summary: 'Embargo broken', button: 'Lift the embargo now and tell those who hold it', question: 'Where was it published?' })}
${cancelWaiting && form('cancel', { summary: 'Cancel', button: `Take version ${view.candidate?.version} back`, question: 'Why? (may be left empty)', isOptional: true })}
${
  stop === 'cancel' &&
  form('stop', {
    summary: 'Stop',
    button: 'Stop it',
    question: 'The reason, as a kill notice would say it',
    hint: 'Nobody has it yet, so that it is only taken back. Should it have begun by then, it is killed: everyone who got it is told.',
  })
}
${
  stop === 'kill' &&
  form('stop', {
    summary: 'Kill',
    button: 'Stop everything and send a kill notice to everyone who got it',
    question: 'The reason, as the kill notice says it',
  })
}
</div>`;
}

/** Something of it goes out or went out, so that one more person may get it. */
const oneMoreStates: readonly ReleaseView['state'][] = ['sending', 'embargoed', 'sent', 'corrected'];

interface Words {
  summary: string;
  button: string;
  question: string;
  hint?: string;
  isOptional?: boolean;
}

function graveForm(
  keys: FormKeys,
  id: string,
  action: string,
  { summary, button, question, hint, isOptional = false }: Words,
): Content {
  if (!mayPost(keys, action)) return null;
  return html`<details id="${id}"><summary>${summary} …</summary>
${hint && html`<p class="hint">${hint}</p>`}
${formTo(
  keys,
  action,
  html`<div class="field"><label for="${id}-reason">${question}</label><textarea id="${id}-reason" name="reason" maxlength="1000"${!isOptional && html` required`}></textarea></div>
<button class="grave">${button}</button>`,
)}</details>`;
}
