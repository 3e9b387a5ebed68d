/**
 * The console's one script: regions marked `data-live` are fetched again while something is under way, without
 * touching a form somebody is filling in. Without script the page shows the state of its loading.
 */
export const script = `
(() => {
  const seconds = 2;
  const refresh = async () => {
    const regions = document.querySelectorAll('[data-live]');
    if (regions.length === 0 || document.hidden) return;
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const region of regions) {
      const replacement = fresh.getElementById(region.id);
      if (!replacement) location.reload();
      else if (replacement.innerHTML !== region.innerHTML) region.replaceChildren(...replacement.childNodes);
      if (replacement && !replacement.hasAttribute('data-live')) location.reload();
    }
  };
  setInterval(() => refresh().catch(() => {}), seconds * 1000);
})();
`;

/** A dateline: a rule and the lines of a text. */
export const icon = (colour: string, onColour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="${colour}"/><path d="M8 10h16M8 16h10M8 22h16" stroke="${onColour}" stroke-width="3" stroke-linecap="round"/></svg>`;
