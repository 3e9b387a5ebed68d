import { cleanText } from '../words/clean-text.ts';

/** A link we may publish, absolute; null for anything else (`javascript:`, `data:`, `file:`, relative…). */
export function publishableLink(href: string): string | null {
  // Browsers drop tabs and line ends inside a URL, and spaces before it: so must the check.
  const trimmed = href.replace(/[\0-\x1f\x7f]/g, '').trim();
  if (trimmed.length > 2000) return null;
  const target = /^www\.[a-z0-9-]+\./i.test(trimmed) ? `https://${trimmed}` : trimmed;
  if (!/^(?:https?|mailto|tel):/i.test(target)) return null;
  try {
    const url = new URL(target);
    if (url.protocol === 'mailto:' || url.protocol === 'tel:') return /[\s<>"]/.test(target) ? null : target;
    if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return null;
    return url.href;
  } catch {
    return null;
  }
}

/**
 * A picture's file as a release may name it: an https address, or a file of the release's own folder. Null for anything
 * else (http, data, a site's own path, a way up and out).
 */
export function pictureFile(source: string): string | null {
  const file = source.trim();
  if (file === '' || file.length > 1024) return null;
  if (/^https:\/\//i.test(file)) return publishableLink(file);
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|\\)/i.test(file) || /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(file)) return null;
  try {
    return cleanText(decodeURIComponent(file.split(/[?#]/, 1)[0] ?? ''));
  } catch {
    return cleanText(file);
  }
}
