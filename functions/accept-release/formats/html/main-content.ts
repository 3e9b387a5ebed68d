import { attribute, contains, descendants, type Element, isElement, textIn } from './elements.ts';

/** The element that holds the release: `main`, the one `article`, or the body when nothing says so. */
export function mainOf(body: Element): Element {
  const fits = holdsEnough(body);
  const candidates = [...descendants(body)].filter((element) => element !== body);
  const articles = candidates.filter(isArticle);
  const main = candidates.filter(isMain).find(fits);
  if (main) {
    const [only, ...others] = articles.filter((article) => fits(article) && contains(main, article));
    return only && others.length === 0 && hasHeading(only) ? only : main;
  }
  const [only, ...others] = articles.filter(fits);
  if (only && others.length === 0) return only;
  return candidates.find((element) => isNamedMain(element) && fits(element) && hasHeading(element)) ?? body;
}

const isArticle = (element: Element) =>
  element.tagName === 'article' || attribute(element, 'itemprop') === 'articleBody';
const isMain = (element: Element) => element.tagName === 'main' || attribute(element, 'role') === 'main';
const isNamedMain = (element: Element) =>
  /^(?:content|main|main-content|article|press-?release|release|post|entry)$/i.test(
    attribute(element, 'id') ?? '',
  );

/** Whether an element holds a fair part of the page's words. */
function holdsEnough(body: Element): (element: Element) => boolean {
  const least = Math.max(200, textIn(body).length * 0.25);
  const written = lengthsIn(body);
  // Elements of that size that lie inside each other hold the same text: a page has two or three.
  let looks = 40;
  return (element) =>
    (written.get(element) ?? 0) * 3 > least && looks-- > 0 && textIn(element).length > least;
}

/** How much text every element holds: at least a third of what is left of it when it is cleaned. */
function lengthsIn(body: Element): Map<Element, number> {
  const lengths = new Map<Element, number>();
  // Parents come before their children, so that backwards every element is complete when it is added to its parent.
  for (const element of [...descendants(body)].reverse()) {
    let length = 1;
    for (const child of element.childNodes)
      if (isElement(child)) length += lengths.get(child) ?? 0;
      else if ('value' in child) length += child.value.length;
    lengths.set(element, length);
  }
  return lengths;
}

function hasHeading(element: Element): boolean {
  for (const inner of descendants(element)) if (inner.tagName === 'h1') return true;
  return false;
}
