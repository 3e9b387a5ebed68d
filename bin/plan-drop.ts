import path from 'node:path';
import { endingOf, releaseIdOf } from '../functions/accept-release/release-id-of.ts';

/** What a person named on the command line: a file, or a folder and the paths in it, written with `/`. */
export type Given =
  | { kind: 'file'; file: string }
  | { kind: 'folder'; folder: string; files: readonly string[] };

export interface Upload {
  file: string;
  key: string;
}

export interface DropPlan {
  /** In upload order. Texts come last, because a text is read together with what is already beside it. */
  uploads: Upload[];
  /** Keys of texts. Each gets a report. */
  texts: string[];
  /** Keys of pictures and other attachments. They are read together with a text and get no report. */
  attachments: string[];
  /** Files that editors and file managers leave behind. They are not uploaded. */
  leftovers: string[];
  /** Folders that contain no text. */
  withoutText: string[];
}

const releaseTexts = /\.(md|markdown|html?|docx|txt)$/i;

/** Decides where each file goes, and which files will get a report. */
export function planDrop(given: readonly Given[]): DropPlan {
  const plan: DropPlan = { uploads: [], texts: [], attachments: [], leftovers: [], withoutText: [] };
  const home = homeOfAttachments(given);
  for (const one of given) {
    const before = plan.texts.length;
    if (one.kind === 'folder') {
      const name = path.basename(path.resolve(one.folder));
      for (const file of one.files) add(plan, path.join(one.folder, file), `releases/${name}/${file}`);
      if (plan.texts.length === before) plan.withoutText.push(one.folder);
    } else {
      const name = path.basename(one.file);
      add(plan, one.file, home !== null && isAttachment(name) ? `${home}${name}` : `releases/${name}`);
    }
  }
  const isText = ({ key }: Upload) => plan.texts.includes(key);
  plan.uploads = [...plan.uploads.filter((one) => !isText(one)), ...plan.uploads.filter(isText)];
  return plan;
}

function add(plan: DropPlan, file: string, key: string): void {
  const { role } = releaseIdOf(key);
  if (role === 'ignored') {
    plan.leftovers.push(file);
    return;
  }
  plan.uploads.push({ file, key });
  if (role === 'text') plan.texts.push(key);
  if (role === 'sibling') plan.attachments.push(key);
}

/** A picture or fact sheet that is named together with exactly one text goes into the folder of that release. */
function homeOfAttachments(given: readonly Given[]): string | null {
  const names = given.flatMap((one) => (one.kind === 'file' ? [path.basename(one.file)] : []));
  const texts = names.filter((name) => releaseTexts.test(name));
  const [text] = texts;
  if (text === undefined || texts.length > 1 || given.length > names.length) return null;
  return `releases/${text.slice(0, -endingOf(text).length - 1)}/`;
}

function isAttachment(name: string): boolean {
  return !releaseTexts.test(name) && releaseIdOf(`releases/${name}`).role === 'text' && endingOf(name) !== '';
}
