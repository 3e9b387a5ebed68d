import type { ListTable } from '../aws/list-table.ts';
import type { SegmentTable } from '../aws/segment-table.ts';
import { nearest } from '../domain/nearest.ts';
import type { AudienceRule } from '../domain/release.ts';
import type { Problem } from '../domain/report.ts';

export type Dependencies = Pick<ListTable, 'readListNames'> & Pick<SegmentTable, 'readSegmentNames'>;

/**
 * Returns a hold for every list and segment in a rule that does not exist, because a typing error must not send a
 * release to nobody, or to fewer people than the desk meant. If the newsroom proposed the audience, a missing default
 * list is no typing error: it is a warning, and the proof shows who remains.
 */
export async function checkAudienceRule(dependencies: Dependencies, rule: AudienceRule): Promise<Problem[]> {
  const lists = await dependencies.readListNames();
  const segments = await dependencies.readSegmentNames();
  return [
    ...rule.lists
      .filter((name) => !lists.includes(name))
      .map((name) => (rule.origin === 'proposed' ? noDefaultList(name) : unknownName('list', name, lists))),
    ...rule.segments
      .filter((name) => !segments.includes(name))
      .map((name) => unknownName('segment', name, segments)),
    ...rule.exclude
      .filter((name) => !lists.includes(name) && !segments.includes(name))
      .map((name) => unknownName('exclude', name, [...lists, ...segments])),
  ];
}

function noDefaultList(name: string): Problem {
  return {
    code: 'default-list-missing',
    severity: 'warning',
    message: `The newsroom’s default list "${name}" does not exist: only contacts whose beats match are proposed.`,
    fix: `Import a list under that name, or say in "lists" who gets this release.`,
    where: { field: 'lists' },
  };
}

const fields = { list: 'lists', segment: 'segments', exclude: 'exclude' } as const;

function unknownName(kind: keyof typeof fields, name: string, known: readonly string[]): Problem {
  const word = kind === 'exclude' ? 'list or segment' : kind;
  const meant = nearest(name, known);
  const there =
    known.length === 0 ? `There is no ${word} yet.` : `There are: ${known.slice(0, 12).join(', ')}.`;
  return {
    code: `unknown-${kind === 'exclude' ? 'exclusion' : kind}`,
    severity: 'hold',
    message: `There is no ${word} "${name}".`,
    fix: meant
      ? `Write "${meant}" if that is meant, or make the ${word} "${name}" first.`
      : `${there} Correct the name, or make the ${word} "${name}" first.`,
    where: { field: fields[kind] },
  };
}
