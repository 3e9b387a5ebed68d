/**
 * Patterns that are not linear but read only short texts: the source of each, and what limits the text. A new entry
 * must give a number, or say who writes the text.
 */
export const boundedPatterns: readonly { file: string; source: string; bound: string }[] = [
  {
    file: 'functions/compose-emails/well-formed.ts',
    source: String.raw`<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>`,
    bound: 'reads the files of templates/, which we write; none is longer than 10 kB',
  },
];

/**
 * Patterns that are composed at run time and cannot be checked in advance: what they are made of, and how long it is.
 */
export const composedLater: readonly { file: string; of: string }[] = [
  {
    file: 'functions/send-emails/compile-email.ts',
    of: 'a random nonce and names of slots, between fixed words',
  },
  {
    file: 'infra/local/cloud/http-gateway.ts',
    of: 'the routes of our own template; each variable reads up to the next slash',
  },
  {
    file: 'infra/local/cloud/xml.ts',
    of: 'names of elements that S3 and SES document, in requests of our own clients',
  },
];
