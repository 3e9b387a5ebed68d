import { addMargin } from '../margins.ts';
import type { Margin } from '../source.ts';
import { attribute, descendants, type Element, textIn } from './elements.ts';
import { actingTags, droppedTags, furnitureTags, menuTags, wordlessTags } from './tags.ts';
import { lineNumber, type Walker } from './walker.ts';

/** Leaves out what acts, hides or navigates; its words are still searched for an embargo. */
export function leaveOut(element: Element, walker: Walker): boolean {
  const left = leftAs(element);
  if (left === null) return false;
  if (actingTags.has(element.tagName) || isForeign(element)) walker.active = true;
  if (left !== 'wordless') addMargin(walker.source, left, textIn(element), lineNumber(element, walker));
  return true;
}

/** As what an element is left out; null when it belongs to the text. */
function leftAs(element: Element): Margin['where'] | 'wordless' | null {
  if (wordlessTags.has(element.tagName)) return 'wordless';
  if (droppedTags.has(element.tagName)) return 'hidden text';
  if (isForeign(element)) return 'wordless';
  if (isHidden(element)) return 'hidden text';
  return isFurniture(element) ? 'page furniture' : null;
}

const isForeign = (element: Element) => element.namespaceURI !== 'http://www.w3.org/1999/xhtml';

const hidingStyles =
  /display:none|visibility:hidden|opacity:0(?:[;.]0*;?|$|;)|font-size:0(?![.\d]*[1-9])|text-indent:-\d{3}|left:-\d{3,}|mso-hide:all|clip:rect\(0/;

function isHidden(element: Element): boolean {
  return (
    attribute(element, 'hidden') !== null ||
    attribute(element, 'aria-hidden') === 'true' ||
    hidingStyles.test((attribute(element, 'style') ?? '').toLowerCase().replace(/\s+/g, ''))
  );
}

const furnitureRoles = /^(?:navigation|banner|search|complementary|menu|menubar|dialog)$/;

function isFurniture(element: Element): boolean {
  return (
    furnitureTags.has(element.tagName) ||
    furnitureRoles.test(attribute(element, 'role') ?? '') ||
    (menuTags.has(element.tagName) && (hasMenuName(element) || isMenu(element)))
  );
}

const menuNames =
  /(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookie[a-z0-9]*|share|social|sidebar|site-header|site-footer|skip-link|related|pagination|toc)(?:$|[\s_-])/i;

const hasMenuName = (element: Element) =>
  menuNames.test(`${attribute(element, 'class') ?? ''} ${attribute(element, 'id') ?? ''}`);

/** Characters, white space included: what is longer is no menu. */
const longestMenu = 50_000;

/** Lists of links: a language switcher, a table of contents, a menu. */
function isMenu(element: Element): boolean {
  const links = menuLinks(element);
  const targets = links.map(hrefOf).filter((href) => href !== '');
  if (targets.length < 3) return false;
  const local = targets.filter((href) => /^(?:#|\/(?!\/))/.test(href));
  const linked = links.reduce((sum, link) => sum + textIn(link, longestMenu).length, 0);
  const whole = textIn(element, longestMenu).length;
  return local.length >= targets.length * 0.8 && linked > whole * 0.6 && whole < 4000;
}

/** The links of what may be a menu; none when a heading, an address or its size say that it is none. */
function menuLinks(element: Element): Element[] {
  const links: Element[] = [];
  let seen = 0;
  for (const inner of descendants(element)) {
    // A menu is small; what is larger is the page itself.
    if (++seen > 1500 || inner.tagName === 'h1' || inner.tagName === 'h2') return [];
    if (inner.tagName !== 'a') continue;
    if (/^(?:mailto|tel):|@/i.test(hrefOf(inner))) return [];
    links.push(inner);
  }
  return links;
}
const hrefOf = (link: Element) => attribute(link, 'href') ?? '';
