/** Mutants that do not change the observable behaviour, and why. They are not counted. */
export const equivalents: readonly { file: string; change: string; why: string }[] = [
  {
    file: 'functions/_shared/domain/release-life.ts',
    change: '!live || !general → (!live) && (!general)',
    why: 'Every plan has a general edition: both are there or neither is.',
  },
  {
    file: 'functions/_shared/domain/release-moves.ts',
    change: 'audience?.accredited ?? 0 → audience?.accredited',
    why: 'It is asked whether it is more than 0, and undefined is not.',
  },
  {
    file: 'functions/_shared/domain/release-moves.ts',
    change:
      'release.trail.some((line) => line.act === act && line.reason === reason) → release.trail.every((line) => line.act === act && line.reason === reason)',
    why: 'While a version waits the trail has one line: only a move that leaves none waiting writes two.',
  },
  {
    file: 'functions/arm-delivery/arm-delivery.ts',
    change: 'deliveries.filter((one) => !isSettled(one)) → deliveries',
    why: 'Only quicker: nobody holds a window of what is settled.',
  },
  {
    file: 'functions/arm-delivery/arm-delivery.ts',
    change:
      "toAudience.find(({ edition }) => edition === 'embargoed') ?? null → toAudience.find(({ edition }) => edition === 'embargoed')",
    why: 'It is asked only whether there is one.',
  },
  {
    file: 'functions/arm-delivery/choose-recipients.ts',
    change: 'embargo && one.embargo → (embargo) || (one.embargo)',
    why: 'Where one of the two is missing, it is parsed to NaN, which equals no instant.',
  },
  {
    file: 'functions/arm-delivery/choose-recipients.ts',
    change: 'head.value.recipient.contactId < least → (head.value.recipient.contactId) <= (least)',
    why: 'Which of two equal ids is taken for the least one changes nothing.',
  },
  {
    file: 'functions/watch/sweep-deliveries.ts',
    change: 'chunk.parkedUntil ?? 0 → chunk.parkedUntil',
    why: 'What is not parked is null, which is later than no instant, just like 0.',
  },
  {
    file: 'functions/accept-release/reading/settle-embargo.ts',
    change: "first?.line.place ?? 'text' → first?.line.place",
    why: 'An instant was found, so that there is a statement, and every line has a place.',
  },
  {
    file: 'functions/accept-release/reading/settle-embargo.ts',
    change: 'first?.line.at ?? null → first?.line.at',
    why: "An instant was found, so that there is a statement; its line's number is null where it has none.",
  },
  {
    file: 'functions/_shared/domain/link-token.ts',
    change: 'keyObjects.set(key, made); → nothing',
    why: "Only quicker: the key's object is made again, and signs the same.",
  },
  {
    file: 'functions/_shared/domain/approval-link.ts',
    change: "claims?.release ?? '' → claims?.release",
    why: 'The pattern reads undefined as a word, which is no version either.',
  },
  {
    file: 'functions/_shared/domain/approval-link.ts',
    change: '!claims || !version || !audienceHash → (!claims || !version) && (!audienceHash)',
    why: 'One pattern finds version and hash: both are there or neither is.',
  },
  {
    file: 'functions/_shared/domain/approval-link.ts',
    change: '!claims || !version → (!claims) && (!version)',
    why: 'Without claims there is no version, and without a version no hash, which is asked next.',
  },
  {
    file: 'functions/_shared/lists/plan-import.ts',
    change: 'standings.get(contactId)?.suppressed ?? null → standings.get(contactId)?.suppressed',
    why: 'It is asked only whether there is one.',
  },
  {
    file: 'functions/compose-emails/freeze-audience.ts',
    change: 'piece.length >= pieceCharacters → (piece.length) > (pieceCharacters)',
    why: 'A piece is written one line later: the file and its hash are the same.',
  },
  {
    file: 'functions/accept-release/reading/settle-embargo.ts',
    change: 'instant === null → false',
    why: 'Without an instant every comparison of its time is one with NaN, which never holds.',
  },
];
