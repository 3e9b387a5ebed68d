import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['KEYRING'],
    BatchGetItem: ['CONTACT#', 'SIGNUP#'],
    Query: ['LISTS', 'MAPPINGS', 'SEGMENTS'],
    PutItem: ['CONTACT#', 'LISTS', 'LOCK#import'],
    UpdateItem: ['CONTACT#', 'LOCK#import'],
    DeleteItem: ['CONTACT#', 'LOCK#import'],
    BatchWriteItem: ['CONTACT#', 'LIST#'],
  },
  bucket: {
    GetObject: ['lists/', 'store/imports/'],
    ListBucket: ['store/imports/'],
    PutObject: ['audit/', 'reports/', 'store/imports/'],
  },
  asksForMissingObjects: true,
};
