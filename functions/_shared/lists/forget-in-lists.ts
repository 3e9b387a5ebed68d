import { type Bucket, bucketObjects } from '../aws/bucket.ts';
import { objectVersions } from '../aws/object-versions.ts';
import { readAddress } from '../domain/address.ts';
import { decodeFile, type OpenFile } from './decode-file.ts';
import { allBytes, firstBytes } from './list-file.ts';
import { rewrite } from './personal-files.ts';
import { inspectCsv, rawRows, UnreadableFile } from './read-csv.ts';
import { openWorkbook } from './read-workbook.ts';
import { sniffList } from './sniff-list.ts';

type IsPerson = (email: string) => boolean;

/**
 * Removes a person's rows from the lists that staff dropped, and from the earlier versions of those lists in the
 * bucket. The rewritten list is UTF-8 and carries a mark, so that it is not imported again over later changes by
 * admins. A workbook, or a file that could not be imported, is deleted completely if it names the person: its other
 * people are already on the list, or were never imported.
 */
export async function forgetInLists(bucket: Bucket, isPerson: IsPerson): Promise<number> {
  const { listObjects, readObjectStream } = bucketObjects(bucket);
  let files = 0;
  for await (const { key } of listObjects('lists/')) {
    const open: OpenFile = () => readObjectStream(key);
    const found = await lookIn(open, key, isPerson);
    if (found === 'nobody') continue;
    if (found === 'whole') await objectVersions(bucket).forgetVersions(key, 'nothing');
    else await rewrite(bucket, key, remainingRows(open, found, isPerson), 'text/csv; charset=utf-8');
    files += 1;
  }
  return files;
}

type Dialect = Parameters<typeof rawRows>[1];

/** Whether a file names the person. If their rows can be removed, returns the dialect of the file. */
async function lookIn(
  open: OpenFile,
  key: string,
  isPerson: IsPerson,
): Promise<'nobody' | 'whole' | Dialect> {
  try {
    const { kind } = sniffList(key, await firstBytes(open));
    if (kind === 'workbook') return (await standsInWorkbook(open, isPerson)) ? 'whole' : 'nobody';
    if (kind === 'text') {
      const { dialect } = await inspectCsv(open);
      let isNamed = false;
      for await (const { cells } of rawRows(open, dialect)) isNamed ||= namesPerson(cells, isPerson);
      return isNamed ? dialect : 'nobody';
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return (await standsInBytes(open, isPerson)) ? 'whole' : 'nobody';
}

async function standsInWorkbook(open: OpenFile, isPerson: IsPerson): Promise<boolean> {
  for (const sheet of openWorkbook(await allBytes(open)))
    for await (const { cells } of sheet.rows()) if (namesPerson(cells, isPerson)) return true;
  return false;
}

function namesPerson(cells: readonly string[], isPerson: IsPerson): boolean {
  return cells.some((cell) => addressesIn(cell).some(isPerson));
}

const addressPattern = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;
const longestAddress = 320;

/** All addresses in a cell. */
function addressesIn(text: string): string[] {
  if (!text.includes('@')) return [];
  return [text, ...(text.match(addressPattern) ?? [])].flatMap((written) => {
    const address = readAddress(written.replace(/(?<!\.)\.+$/, ''));
    return 'email' in address ? [address.email] : [];
  });
}

/**
 * Searches a file that Dateline cannot read (an old Excel file, a PDF) for the person; finds uncompressed text only.
 */
async function standsInBytes(open: OpenFile, isPerson: IsPerson): Promise<boolean> {
  for (const encoding of ['latin1', 'utf-16le']) {
    let before = '';
    for await (const piece of decodeFile(open, encoding)) {
      const text = before + piece;
      if ((text.match(addressPattern) ?? []).flatMap(addressesIn).some(isPerson)) return true;
      before = text.slice(-longestAddress);
    }
  }
  return false;
}

async function* remainingRows(open: OpenFile, dialect: Dialect, isPerson: IsPerson): AsyncGenerator<string> {
  if (dialect.linesBefore === 1) yield `sep=${dialect.delimiter}\r\n`;
  for await (const { cells, raw } of rawRows(open, dialect))
    if (!namesPerson(cells, isPerson)) yield `${raw}\r\n`;
}
