/**
 * The only script of the console. While something is in progress it fetches the regions marked `data-live` again, so
 * that a page opened earlier also offers what the server would do now. What a person is typing is kept. A form that
 * approves another version than the page shows (`data-shown`) is not inserted: its proof must be looked at first.
 * Without JavaScript the page shows the state at its loading, and its form to stop a release still does the right
 * thing.
 */
export const script = `
(() => {
  const seconds = 2;
  const served = new Map();
  const regions = () => [...document.querySelectorAll('[data-live]')];
  for (const region of regions()) served.set(region.id, region.innerHTML);

  const fieldsOf = (region) => [...region.querySelectorAll('textarea[id], input[id]')];
  const replace = (region, fresh) => {
    const open = [...region.querySelectorAll('details[open]')].map(({ id }) => id);
    const values = new Map(fieldsOf(region).map(({ id, value }) => [id, value]));
    const focused = region.contains(document.activeElement) ? document.activeElement : null;
    const [start, end] = focused ? [focused.selectionStart, focused.selectionEnd] : [];
    region.replaceChildren(...fresh.childNodes);
    for (const details of region.querySelectorAll('details')) details.open = open.includes(details.id);
    for (const field of fieldsOf(region)) if (values.has(field.id)) field.value = values.get(field.id);
    const again = focused && focused.id && document.getElementById(focused.id);
    if (again) {
      again.focus();
      if (start !== undefined && start !== null) again.setSelectionRange(start, end);
    }
  };
  const askToReload = (region) => {
    const panel = document.createElement('section');
    panel.className = 'panel attention';
    panel.setAttribute('role', 'status');
    const link = document.createElement('a');
    link.href = location.href;
    link.textContent = 'Look at it';
    panel.append('There is a newer version than this page shows. ', link, ' before you decide.');
    region.replaceChildren(panel);
  };
  const isInUse = () =>
    document.querySelector('[data-live] details[open]') !== null ||
    fieldsOf(document).includes(document.activeElement);

  const refresh = async () => {
    if (regions().length === 0 || document.hidden) return;
    const address = new URL(location.href);
    address.searchParams.set('part', 'live');
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    let isOver = false;
    for (const region of regions()) {
      const replacement = fresh.getElementById(region.id);
      if (!replacement) return location.reload();
      isOver ||= !replacement.hasAttribute('data-live');
      const markup = replacement.innerHTML;
      if (markup === served.get(region.id)) continue;
      served.set(region.id, markup);
      const isOther = (replacement.dataset.shown ?? '') !== '' && replacement.dataset.shown !== region.dataset.shown;
      if (isOther) askToReload(region);
      else replace(region, replacement);
    }
    if (isOver && !isInUse()) location.reload();
  };
  setInterval(() => refresh().catch(() => {}), seconds * 1000);
})();
`;

/** The logo, a dateline: a rule and the lines of a text. */
export const icon = (colour: string, onColour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${colour}"/><path d="M8 10h16M8 16h10M8 22h16" stroke="${onColour}" stroke-width="3" stroke-linecap="round"/></svg>`;
