import { describe, expect, it } from 'vitest';
import { type Given, planDrop } from '../../bin/plan-drop.ts';

const folder: Given = {
  kind: 'folder',
  folder: '/drafts/forum',
  files: [
    '.DS_Store',
    'factsheet.pdf',
    'forum.en.md',
    'forum.vi.docx',
    'images/photo.jpg',
    'release.yaml',
    '~$forum.docx',
  ],
};

describe('what is dropped', () => {
  it('as a folder gets reports for its texts only, whatever else is in it', () => {
    const { texts, attachments } = planDrop([folder]);
    expect(texts).toEqual(['releases/forum/forum.en.md', 'releases/forum/forum.vi.docx']);
    expect(attachments).toEqual(['releases/forum/factsheet.pdf', 'releases/forum/images/photo.jpg']);
  });

  it('does not upload files that editors and file managers leave behind', () => {
    const { uploads, leftovers } = planDrop([folder]);
    expect(leftovers).toEqual(['/drafts/forum/.DS_Store', '/drafts/forum/~$forum.docx']);
    expect(uploads.map(({ key }) => key)).not.toContain('releases/forum/.DS_Store');
  });

  it('sends texts last, so that their first reading sees the pictures and the sidecar', () => {
    expect(planDrop([folder]).uploads.map(({ key }) => key.slice('releases/forum/'.length))).toEqual([
      'factsheet.pdf',
      'images/photo.jpg',
      'release.yaml',
      'forum.en.md',
      'forum.vi.docx',
    ]);
  });

  it('as a folder without a text directly in it is reported as such', () => {
    const files = ['factsheet.pdf', 'text/forum.md'];
    expect(planDrop([{ kind: 'folder', folder: 'forum', files }]).withoutText).toEqual(['forum']);
    expect(planDrop([folder]).withoutText).toEqual([]);
  });

  it('as one text with pictures and a PDF is one release: those go into its folder', () => {
    const { uploads, texts } = planDrop(
      ['a/photo.jpg', 'b/Forum 2025.docx', 'b/Forum 2025.yaml', 'factsheet.pdf'].map((file) => ({
        kind: 'file',
        file,
      })),
    );
    expect(texts).toEqual(['releases/Forum 2025.docx']);
    expect(uploads.map(({ key }) => key)).toEqual([
      'releases/Forum 2025/photo.jpg',
      'releases/Forum 2025.yaml',
      'releases/Forum 2025/factsheet.pdf',
      'releases/Forum 2025.docx',
    ]);
  });

  it('as a PDF alone gets its own report', () => {
    expect(planDrop([{ kind: 'file', file: 'forum.pdf' }]).texts).toEqual(['releases/forum.pdf']);
  });
});
