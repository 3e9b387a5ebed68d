import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['DELIVERY#', 'KEYRING', 'PACE', 'RELEASE#'],
    BatchGetItem: ['DELIVERY#', 'RELEASE#'],
    Query: ['DELIVERY#', 'LIKENESS#', 'LISTS', 'RELEASE#'],
    PutItem: ['DELIVERY#', 'RELEASE#'],
    UpdateItem: ['DELIVERY#'],
    DeleteItem: ['KEYRING'],
  },
  index: { Query: ['DELIVERIES#listened', 'DELIVERIES#open', 'RELEASES#'] },
  bucket: {
    GetObject: ['store/deliveries/'],
    ListBucket: ['store/audiences/', 'store/deliveries/', 'store/imports/', 'store/notices/'],
    PutObject: ['audit/', 'store/notices/'],
    ListBucketVersions: ['store/audiences/', 'store/deliveries/', 'store/imports/', 'store/notices/'],
    DeleteObjectVersion: ['store/audiences/', 'store/deliveries/', 'store/imports/', 'store/notices/'],
  },
};
