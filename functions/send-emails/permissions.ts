import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['DELIVERY#', 'KEYRING', 'PACE', 'RELEASE#', 'SEGMENTS'],
    BatchGetItem: ['CONTACT#', 'DELIVERY#', 'RELEASE#'],
    Query: ['DELIVERY#', 'LISTS', 'RELEASE#', 'SEGMENTS'],
    PutItem: ['DELIVERY#', 'RELEASE#'],
    UpdateItem: ['DELIVERY#', 'PACE', 'RATES'],
    BatchWriteItem: ['DELIVERY#'],
  },
  bucket: {
    GetObject: ['store/deliveries/', 'store/emails/'],
    PutObject: ['audit/', 'store/notices/'],
  },
};
