import { zipSync } from 'fflate';

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"';
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A run of text, with properties such as `<w:b/>`. */
export const run = (text: string, properties = '') =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
/** A paragraph of runs or other XML; `style` is a style's id. */
export const paragraph = (inner: string, style = '') =>
  `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${inner.startsWith('<') ? inner : run(inner)}</w:p>`;

const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word document's bytes. `parts` adds or replaces files; headers and footers are paragraphs of text. */
export function wordDocument(
  body: string,
  options: {
    headers?: string[];
    footers?: string[];
    parts?: Record<string, string | Uint8Array>;
    relations?: string;
  } = {},
): Uint8Array {
  const { headers = [], footers = [], parts = {} } = options;
  const part = (tag: string, inner: string) =>
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:${tag} ${namespaces}>${inner}</w:${tag}>`;
  const relations = [
    `<Relationship Id="rIdStyles" Type="${relationship}/styles" Target="styles.xml"/>`,
    ...headers.map(
      (_, i) => `<Relationship Id="rIdH${i}" Type="${relationship}/header" Target="header${i}.xml"/>`,
    ),
    ...footers.map(
      (_, i) => `<Relationship Id="rIdF${i}" Type="${relationship}/footer" Target="footer${i}.xml"/>`,
    ),
    options.relations ?? '',
  ].join('');
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationship}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': part('document', `<w:body>${body}</w:body>`),
    'word/_rels/document.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}</Relationships>`,
    'word/styles.xml': part(
      'styles',
      '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="character" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>',
    ),
    ...Object.fromEntries(
      headers.map((text, i) => [
        `word/header${i}.xml`,
        part('hdr', text.startsWith('<') ? text : paragraph(text)),
      ]),
    ),
    ...Object.fromEntries(footers.map((text, i) => [`word/footer${i}.xml`, part('ftr', paragraph(text))])),
    ...parts,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? new TextEncoder().encode(content) : content,
      ]),
    ),
    // The same document has the same bytes, whenever it is made.
    { mtime: new Date(2025, 5, 12) },
  );
}
