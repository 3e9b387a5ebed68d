/** Mutants that change nothing that anybody could see, each with why. They count neither way. */
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
];
