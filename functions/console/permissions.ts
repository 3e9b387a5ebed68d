import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['CONTACT#', 'DELIVERY#', 'KEYRING', 'PACE', 'RELEASE#', 'SEGMENTS'],
    BatchGetItem: ['CONTACT#', 'DELIVERY#', 'RELEASE#'],
    Query: ['DELIVERY#', 'LIKENESS#', 'LIST#', 'LISTS', 'RATES', 'RELEASE#', 'SEGMENTS'],
    PutItem: ['DELIVERY#', 'RELEASE#'],
    UpdateItem: ['CONTACT#', 'DELIVERY#', 'PACE'],
    DeleteItem: ['RATES'],
  },
  index: { Query: ['RELEASES#', 'STANDINGS#'] },
  bucket: {
    GetObject: [
      'audit/',
      'reports/',
      'store/audiences/',
      'store/deliveries/',
      'store/emails/',
      'store/texts/',
    ],
    ListBucket: ['audit/', 'store/emails/'],
    PutObject: ['audit/', 'store/notices/'],
  },
  asksForMissingObjects: true,
};
