interface Fault {
  /** Continues "SES refuses the account:". */
  words: string;
  /** The beginning of the sentence that says what to do. */
  fix: string;
}

const unverified: Fault = {
  words: 'the sending domain is not verified in this region, or the account is still in the sandbox.',
  fix: 'Set the DNS records of the sending domain and ask AWS for production access, both in the SES console of this region',
};
const paused: Fault = {
  words: 'sending is paused.',
  fix: 'Read what AWS wrote to the address of the account, and let it send again in the SES console',
};
const noConfigurationSet: Fault = {
  words: 'the configuration set of the newsroom is missing.',
  fix: 'Deploy the stack again',
};
const mailFrom: Fault = {
  words: 'the MAIL FROM domain is not verified.',
  fix: 'Set the MX record of the MAIL FROM domain (SES console, the identity)',
};
const clock: Fault = {
  words: 'the request is dated wrongly.',
  fix: 'Set the clock of the machine that sends',
};
const credentials: Fault = {
  words: 'the credentials are not valid, or may not send with this identity and configuration set.',
  fix: 'Look at the role of send-emails and its policy, and deploy the stack again',
};
const rejected: Fault = {
  words: 'it rejects one message after the other, or rejects one in words that we do not know.',
  fix: 'Look at the message of the release (size, attachments, sender) and at the SES console',
};

/** The meaning of SES's codes for a person. The codes are the reasons that mail-sender.ts returns. */
const faults: Readonly<Record<string, Fault>> = {
  EmailAddressNotVerified: unverified,
  SendingPaused: paused,
  AccountSendingPausedException: paused,
  ConfigurationSetSendingPausedException: paused,
  ConfigurationSetDoesNotExistException: noConfigurationSet,
  MailFromDomainNotVerifiedException: mailFrom,
  RequestExpired: clock,
  RequestTimeTooSkewed: clock,
  SignatureDoesNotMatch: credentials,
  InvalidClientTokenId: credentials,
  UnrecognizedClientException: credentials,
  ExpiredToken: credentials,
  ExpiredTokenException: credentials,
  AccessDenied: credentials,
  AccessDeniedException: credentials,
  MessageRejected: rejected,
  InvalidParameterValue: rejected,
  RequestEntityTooLarge: rejected,
};

const unknown: Fault = {
  words: 'with a code that we do not know.',
  fix: 'Look at the SES console of the account',
};

export function accountFault(code: string): Fault {
  return faults[code] ?? unknown;
}
