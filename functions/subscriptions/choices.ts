import { languageFacts } from '../_shared/domain/languages/languages.ts';
import type { Language, Newsroom } from '../_shared/domain/newsroom.ts';
import { words } from '../_shared/public-pages/words/words.ts';
import { type Html, html } from '../_shared/runtime/html.ts';

function beatName(beat: string, language: Language): string {
  const plain = beat.replaceAll('-', ' ');
  return languageFacts[language].beats[beat] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A fieldset of the newsroom's beats, in the order of their names. */
export function beatChoices(newsroom: Newsroom, language: Language, chosen: readonly string[]): Html {
  const say = words[language].preferences;
  const beats = Object.keys(newsroom.vocabulary)
    .map((beat) => ({ beat, name: beatName(beat, language) }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return html`<fieldset>
<legend>${say.beats}</legend>
<p class="hint">${say.beatsHint}</p>
<div class="choices">${beats.map(
    ({ beat, name }) =>
      html`<label class="choice"><input type="checkbox" name="beat" value="${beat}"${chosen.includes(beat) && html` checked`}> <span>${name}</span></label>`,
  )}</div>
</fieldset>`;
}
