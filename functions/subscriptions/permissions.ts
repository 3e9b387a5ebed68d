import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['CONTACT#', 'KEYRING', 'PACE', 'RELEASE#', 'SIGNUP#', 'SIGNUPS#'],
    BatchGetItem: ['DELIVERY#'],
    Query: ['LISTS', 'RELEASE#'],
    PutItem: ['CONTACT#', 'LISTS', 'SIGNUP#'],
    UpdateItem: ['CONTACT#', 'SIGNUP#', 'SIGNUPS#'],
    BatchWriteItem: ['LIST#'],
  },
  bucket: {
    GetObject: ['store/pictures/', 'store/texts/'],
    PutObject: ['audit/', 'store/notices/'],
  },
};
