import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['DELIVERY#', 'RELEASE#'],
    BatchGetItem: ['CONTACT#', 'DELIVERY#'],
    Query: ['DELIVERY#', 'RELEASE#'],
    PutItem: ['DELIVERY#', 'RELEASE#'],
  },
  bucket: {
    GetObject: ['store/audiences/', 'store/deliveries/'],
    ListBucket: ['store/emails/'],
    PutObject: ['audit/', 'store/deliveries/', 'store/notices/'],
    AbortMultipartUpload: ['store/deliveries/'],
    DeleteObject: ['store/deliveries/'],
  },
};
