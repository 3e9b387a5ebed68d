import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['KEYRING', 'PACE', 'RELEASE#', 'SEGMENTS'],
    BatchGetItem: ['CONTACT#', 'RELEASE#'],
    Query: ['LIKENESS#', 'LIST#', 'LISTS', 'RELEASE#', 'SEGMENTS'],
    PutItem: ['RELEASE#'],
  },
  index: { Query: ['STANDINGS#'] },
  bucket: {
    GetObject: ['store/audiences/', 'store/emails/'],
    PutObject: ['audit/', 'store/notices/'],
  },
};
