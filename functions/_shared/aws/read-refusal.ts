/** What a refusal of SES means. Reasons are names of faults and contain no address, although SES's messages do. */
export type Refusal =
  | { kind: 'refused'; reason: string; blames: 'recipient' | 'message' }
  | { kind: 'blocked'; reason: string };

/**
 * Some codes of SES have several meanings, and the text of the message tells which one. One row for each known text.
 */
interface Row {
  code: string;
  words: RegExp;
  means: Refusal;
}

const unverified: Refusal = { kind: 'blocked', reason: 'EmailAddressNotVerified' };
const paused: Refusal = { kind: 'blocked', reason: 'SendingPaused' };
const refused = (reason: string, blames: 'recipient' | 'message'): Refusal => ({
  kind: 'refused',
  reason,
  blames,
});

/**
 * The first row that matches decides. The texts are from
 * https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html ("Email address is not verified", "Account
 * is paused") and from answers of SES that others reported: "Sending paused for this account"
 * (GoodDollar/GoodServer#419), "Missing final '@domain'" (anymail/django-anymail#281), "Local address contains control
 * or whitespace" (openstax/accounts#253), "Domain contains illegal character" (18F/identity-idp#7380).
 */
const rows: readonly Row[] = [
  { code: 'MessageRejected', words: /not verified|authority to send/i, means: unverified },
  {
    code: 'MessageRejected',
    words: /\b(paused|suspended|disabled|shut down|under review)\b/i,
    means: paused,
  },
  {
    code: 'MessageRejected',
    words: /\b(blacklist|suppress|address|recipient)/i,
    means: refused('MessageRejected', 'recipient'),
  },
  {
    code: 'MessageRejected',
    words: /\b(content|virus|malware|spam|attachment|size|length|too (large|long|big)|header)/i,
    means: refused('MessageRejected', 'message'),
  },
  {
    code: 'InvalidParameterValue',
    words: /\b(address|domain|local part|recipient|destination)/i,
    means: refused('InvalidParameterValue', 'recipient'),
  },
  {
    code: 'InvalidParameterValue',
    words: /\b(message|header|length|line|attachment|filename|mime)/i,
    means: refused('InvalidParameterValue', 'message'),
  },
  { code: 'RequestEntityTooLarge', words: /./s, means: refused('RequestEntityTooLarge', 'message') },
];

/**
 * A message is refused only if the answer is about this message or this recipient. Every other code, known or not, is a
 * fault of the account, its configuration or its credentials: then nobody is refused and a person looks at it. Our
 * sender address is checked when the configuration is read, so an invalid address is the recipient's.
 */
export function readRefusal(code: string, words: string): Refusal {
  const row = rows.find((each) => each.code === code && each.words.test(words));
  return row?.means ?? { kind: 'blocked', reason: code };
}
