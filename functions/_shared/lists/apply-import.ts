import type { ContactTable } from '../aws/contact-table.ts';
import type { SignUpTable } from '../aws/sign-up-table.ts';
import type { Card } from '../domain/contact.ts';
import { changedFields, emptyFields } from '../domain/contact-change.ts';
import { type ImportStep, unmergeImported } from '../domain/contact-import.ts';
import type { Instant } from '../domain/report.ts';

export type Dependencies = Pick<SignUpTable, 'readSignUps'> &
  Pick<
    ContactTable,
    | 'readCards'
    | 'readStandings'
    | 'putCards'
    | 'putEntries'
    | 'putCard'
    | 'editCard'
    | 'deleteCard'
    | 'suppress'
  >;

/** Number of steps that are applied or undone together. */
export const stepsAtOnce = 500;

/** Number of conditional writes in parallel. */
const atOnce = 16;

/**
 * Carries out the steps of a plan, one batch at a time. Idempotent: after a crash, `isResumed` (the plan is not new)
 * makes it read the cards again and skip what is already done. If somebody changed a card since the plan was made, the
 * import's changes are applied on top. Changes a standing only to suppress.
 */
export async function applySteps(
  dependencies: Dependencies,
  steps: readonly ImportStep[],
  { evidence, at, isResumed }: { evidence: string; at: Instant; isResumed: boolean },
): Promise<void> {
  const writes = steps.filter((step) => step.kind === 'write');
  const current = isResumed
    ? await dependencies.readCards(writes.map(({ contactId }) => contactId))
    : new Map(writes.map(({ contactId, before }) => [contactId, before]));
  const fresh: Card[] = [];
  const changed: { before: Card; after: Card }[] = [];
  for (const { contactId, before: planned, after } of writes) {
    const before = current.get(contactId);
    if (!before) {
      // The card existed when the plan was made and is gone now: the person was erased since and must not come back.
      if (!planned) fresh.push(after);
      continue;
    }
    const merged = rebase(before, planned, after, at);
    if (changedFields(before, merged).length > 0) changed.push({ before, after: merged });
  }
  await writeFresh(dependencies, fresh, at);
  await dependencies.putEntries(changed.map(({ after }) => after));
  await inTurns(changed, async ({ before, after }) => {
    if (!(await dependencies.putCard(before, after))) await writeOverOthers(dependencies, before, after, at);
  });
  const suppressions = steps.filter((step) => step.kind === 'suppress');
  await inTurns(suppressions, async ({ contactId, reason }) => {
    await dependencies.suppress(contactId, reason, evidence, at);
  });
}

/**
 * Writes new contacts. No other import runs at the same time, so only the person can create the same card now, by
 * confirming a sign-up. Those few cards are written one by one, conditionally.
 */
async function writeFresh(dependencies: Dependencies, cards: readonly Card[], at: Instant): Promise<void> {
  const ids = cards.map(({ contactId }) => contactId);
  const [standings, signUps] = await Promise.all([
    dependencies.readStandings(ids),
    dependencies.readSignUps(ids),
  ]);
  const welcome = cards.filter(({ contactId }) => !standings.get(contactId)?.suppressed);
  await dependencies.putCards(welcome.filter(({ contactId }) => !signUps.has(contactId)));
  for (const card of welcome)
    if (signUps.has(card.contactId) && !(await dependencies.editCard(null, card)))
      await writeOverOthers(dependencies, null, card, at);
}

/**
 * Applies the import's changes from `planned` to `after` to `current`. Of lists, beats and regions only additions are
 * applied.
 */
function rebase(current: Card, planned: Card | null, after: Card, at: Instant): Card {
  const changes = changedFields(planned ?? emptyFields, after).map((name) => [
    name,
    name === 'lists' || name === 'beats' || name === 'regions'
      ? [...new Set([...current[name], ...after[name]])]
      : after[name],
  ]);
  return {
    ...current,
    ...Object.fromEntries(changes),
    revision: current.revision + 1,
    updatedAt: at,
  };
}

async function writeOverOthers(
  { readCards, editCard, deleteCard }: Dependencies,
  planned: Card | null,
  after: Card,
  at: Instant,
): Promise<void> {
  for (;;) {
    const current = (await readCards([after.contactId])).get(after.contactId);
    // The person was erased at this moment: delete the list entries that were just written.
    if (!current) {
      await deleteCard(after);
      return;
    }
    const merged = rebase(current, planned, after, at);
    if (await editCard(current, merged)) return;
  }
}

export type UndoDependencies = Pick<Dependencies, 'readCards' | 'editCard' | 'deleteCard'>;

/**
 * Undoes steps, in any order; idempotent. Later changes by other people stay. A contact that the import created and
 * somebody edited since is kept completely. Suppressions are never undone.
 */
export async function undoSteps(
  { readCards, editCard, deleteCard }: UndoDependencies,
  steps: readonly ImportStep[],
  at: Instant,
): Promise<void> {
  const writes = steps.filter((step) => step.kind === 'write');
  const current = await readCards(writes.map(({ contactId }) => contactId));
  await inTurns(writes, async ({ contactId, before, after }) => {
    for (let card = current.get(contactId); card; card = (await readCards([contactId])).get(contactId)) {
      const undone = unmergeImported(card, before, after, at);
      const wouldBeOnNoList = before === null && undone.lists.length === 0;
      if (wouldBeOnNoList && card.revision !== after.revision) return;
      if (undone === card && !wouldBeOnNoList) return;
      if (wouldBeOnNoList ? await deleteCard(card) : await editCard(card, undone)) return;
    }
  });
}

async function inTurns<T>(values: readonly T[], work: (value: T) => Promise<void>): Promise<void> {
  const queue = [...values];
  await Promise.all(
    Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
      for (let value = queue.shift(); value !== undefined; value = queue.shift()) await work(value);
    }),
  );
}
