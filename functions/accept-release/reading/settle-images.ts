import type { Block, Image } from '../../_shared/domain/document.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { type ProblemCode, problem } from '../problems.ts';
import { isSameFile, type Sibling } from './same-file.ts';
import { type Settled, settled } from './settled.ts';

/** A picture in the text; `at`: its line. */
interface Placed {
  image: Image;
  at: number | null;
}

export interface SettledImages extends Settled<Image[]> {
  /** For each picture as it was read, the picture as it is settled. */
  byFound: ReadonlyMap<Image, Image>;
}

/** The pictures of the text with what is declared of them, then those that are only declared. */
export function settleImages(
  found: readonly Placed[],
  declared: Declared['images'],
  siblings: readonly Sibling[],
): SettledImages {
  const described = new Map(found.map(({ image }) => [image, image]));
  const added: Image[] = [];
  for (const one of declared ?? []) {
    const own = imageOf(one);
    const same = [...described].find(([, image]) => isSameFile(image.file, own.file));
    const twin = added.findIndex((image) => isSameFile(image.file, own.file));
    if (same) described.set(same[0], describedBy(same[1], own));
    else if (twin >= 0) added.splice(twin, 1, describedBy(added[twin] ?? own, own));
    else added.push(own);
  }
  const all = [
    ...found.map(({ image, at }) => ({ image: described.get(image) ?? image, at })),
    ...added.map((image) => ({ image, at: null })),
  ];
  const named = (image: Image) => ({ ...image, file: nameOf(image, siblings) ?? image.file });
  return {
    ...settled(
      all.map(({ image }) => named(image)),
      { problems: all.flatMap((one) => faultsOf(one, siblings)) },
    ),
    byFound: new Map([...described].map(([before, image]) => [before, named(image)])),
  };
}

function imageOf(declared: NonNullable<Declared['images']>[number]): Image {
  const { file } = declared;
  return 'alt' in declared || 'caption' in declared || 'credit' in declared
    ? {
        file,
        alt: declared.alt ?? null,
        caption: declared.caption ?? null,
        credit: declared.credit ?? null,
      }
    : { file, alt: null, caption: null, credit: null };
}

function describedBy(image: Image, { alt, caption, credit }: Image): Image {
  return {
    ...image,
    alt: alt ?? image.alt,
    caption: caption ?? image.caption,
    credit: credit ?? image.credit,
  };
}

const isRemote = ({ file }: Image) => /^https:\/\//i.test(file);

/** The picture's name as it lies beside the text. */
function nameOf(image: Image, siblings: readonly Sibling[]): string | null {
  if (isRemote(image)) return null;
  return siblings.find(({ name }) => isSameFile(name, image.file))?.name ?? null;
}

function faultsOf({ image, at }: Placed, siblings: readonly Sibling[]): Problem[] {
  const where = { field: 'images', ...(at !== null && { line: at }) };
  const beside = nameOf(image, siblings);
  const shown = (beside ?? image.file).slice(0, 120);
  const faults: [boolean, ProblemCode, string][] = [
    [isRemote(image), 'image-remote', `The picture ${shown} stays on its server; it is linked, not fetched.`],
    [
      !isRemote(image) && beside === null,
      'image-missing',
      `The picture “${shown}” is not beside the release.`,
    ],
    [
      !isRemote(image) && !/\.(?:jpe?g|png|gif|webp)$/i.test(beside ?? image.file),
      'image-not-sendable',
      `“${shown}” is not a picture that mail programs show.`,
    ],
    [!image.alt?.trim(), 'image-without-alt', `The picture “${shown}” has no description.`],
  ];
  return faults.flatMap(([isFault, code, message]) => (isFault ? [problem(code, message, where)] : []));
}

/** Blocks with their pictures as settled. */
export function withImages(blocks: readonly Block[], byFound: SettledImages['byFound']): Block[] {
  return blocks.map((block): Block => {
    switch (block.type) {
      case 'image':
        return { ...block, image: byFound.get(block.image) ?? block.image };
      case 'list':
        return { ...block, items: block.items.map((item) => withImages(item, byFound)) };
      case 'quote':
        return { ...block, blocks: withImages(block.blocks, byFound) };
      default:
        return block;
    }
  });
}
