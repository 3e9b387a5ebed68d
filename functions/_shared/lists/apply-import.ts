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

/** Conditional writes on their way at once. */
const atOnce = 16;

/**
 * Does what a plan's steps say, a batch at a time. May be done again after a crash (`isResumed`, for a plan that is not
 * of this moment): what is done already is seen and passed over. A card that somebody changed since the plan was made
 * gets the import's changes on top of theirs. Never touches a standing but to suppress.
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
      // Had a card when the plan was made and has none now: erased since, and erased people do not come back.
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
 * New contacts. No other import runs beside this one, so the one writer who could make the same card in this moment is
 * the person themselves, confirming a sign-up: those few are written one by one, conditionally.
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

/** What the import changes from `planned` to `after`, made to `current`; of lists, beats and regions the additions. */
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
    // Erased in this very moment: the entries just written must not stay behind.
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
 * Undoes steps, in any order and as often as needed. What somebody changed since stays theirs, a person whom the
 * import brought and somebody has edited since stays whole. Suppressions are never undone.
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
