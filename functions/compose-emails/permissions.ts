import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['CONTACT#', 'KEYRING', 'NOTICE#', 'PACE', 'RELEASE#', 'SEGMENTS', 'SIGNUP#'],
    BatchGetItem: ['CONTACT#', 'DELIVERY#', 'RELEASE#'],
    Query: ['DELIVERY#', 'LIKENESS#', 'LIST#', 'LISTS', 'RELEASE#', 'SEGMENTS'],
    PutItem: ['RELEASE#'],
    UpdateItem: ['CONTACT#', 'NOTICE#', 'PACE', 'RATES'],
    DeleteItem: ['NOTICE#'],
    BatchWriteItem: ['LIST#'],
  },
  index: { Query: ['CARDS#unfinished', 'STANDINGS#'] },
  bucket: {
    GetObject: [
      'releases/',
      'reports/',
      'store/audiences/',
      'store/notices/',
      'store/pictures/',
      'store/texts/',
    ],
    PutObject: [
      'audit/',
      'reports/',
      'store/audiences/',
      'store/emails/',
      'store/notices/',
      'store/pictures/',
    ],
    AbortMultipartUpload: ['store/audiences/'],
    DeleteObject: ['store/notices/'],
  },
  asksForMissingObjects: true,
};
