import type { WindowClaim } from '../../functions/_shared/aws/chunk-table.ts';
import type { Release } from '../../functions/_shared/domain/release-life.ts';
import type { Mutation } from './simulate-newsroom.ts';

/** Known mistakes of mail senders. Each must break an invariant within the seeds that its test allows. */
export const plantedBugs: Record<string, Mutation> = {
  'the claim is written after the send': (sending) => {
    const claims: WindowClaim[] = [];
    return {
      ...sending,
      async claimWindow(claim) {
        claims.push(claim);
        return true;
      },
      async writeOutcomes(outcomes) {
        for (const claim of claims.splice(0)) await sending.claimWindow(claim);
        await sending.writeOutcomes(outcomes);
      },
    };
  },
  'the SDK retries a send': (sending) => ({
    ...sending,
    async sendMail(mail) {
      for (let tries = 1; ; tries++) {
        const result = await sending.sendMail(mail);
        if (result.kind !== 'unknown' || tries === 3) return result;
      }
    },
  }),
  'a lease has no fence': (sending) => ({
    ...sending,
    async claimWindow(claim) {
      const chunk = await sending.readChunk(claim.deliveryId, claim.chunk);
      return sending.claimWindow({ ...claim, owner: chunk?.owner ?? claim.owner });
    },
  }),
  'the checkpoint is written on fetch': (sending) => ({
    ...sending,
    claimWindow: (claim) => sending.claimWindow({ ...claim, done: claim.highWater }),
  }),
  "a dead worker's window is simply sent again": (sending) => ({
    ...sending,
    async concludeOutcome() {
      return true;
    },
  }),
  'the release is read once per chunk': (sending) => {
    let first: Release | null = null;
    return {
      ...sending,
      async readWindow(window) {
        const reading = await sending.readWindow(window);
        first ??= reading.release;
        return { ...reading, release: first };
      },
    };
  },
  'standings are those of the frozen audience': (sending) => ({
    ...sending,
    async readWindow(window) {
      const reading = await sending.readWindow(window);
      for (const [contactId, standing] of reading.standings)
        reading.standings.set(contactId, { ...standing, suppressed: null });
      return reading;
    },
  }),
  'an unknown counts as sent': (sending) => ({
    ...sending,
    writeOutcomes: (outcomes) =>
      sending.writeOutcomes(
        outcomes.map((outcome) => (outcome.state === 'unknown' ? { ...outcome, state: 'sent' } : outcome)),
      ),
  }),
  'a throttled mail is passed over': (sending) => ({
    ...sending,
    async sendMail(mail) {
      const result = await sending.sendMail(mail);
      return result.kind === 'pending'
        ? { kind: 'refused', reason: result.reason, blames: 'recipient' }
        : result;
    },
  }),
  'every notice speaks of the newest version': (sending) => ({
    ...sending,
    async prepareMails(delivery, release, recipients) {
      const mailTo = await sending.prepareMails(delivery, release, recipients);
      return ({ holds, ...recipient }, attempt) => mailTo(recipient, attempt);
    },
  }),
  'a retraction waits with everything else while sending has stopped': (sending) => ({
    ...sending,
    async reservePace(block) {
      const pace = await sending.reservePace(block);
      return { ...pace, openBecause: pace.openBecause && 'MessageRejected' };
    },
  }),
  'everything goes out while bounces have stopped sending': (sending) => ({
    ...sending,
    reservePace: async (block) => ({ ...(await sending.reservePace(block)), openBecause: null }),
  }),
  'one more person is not looked for among the readers of the others': {
    oneMore: (oneMore) => ({
      ...oneMore,
      findRecipient: async () => null,
      readRecord: async () => null,
    }),
  },
  'readers of a later hour are due with the first': (sending) => ({
    ...sending,
    async readDelivery(deliveryId) {
      const delivery = await sending.readDelivery(deliveryId);
      const { parts, notBefore } = delivery ?? {};
      if (!delivery || !parts || !notBefore) return delivery;
      return { ...delivery, parts: parts.map((part) => ({ ...part, notBefore })) };
    },
  }),
  'a window that could not be recorded is taken for done': (sending) => ({
    ...sending,
    async writeOutcomes() {},
  }),
};
