import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['CONTACT#', 'PACE', 'RATES', 'SIGNUP#'],
    BatchGetItem: ['DELIVERY#'],
    Query: ['RATES', 'RELEASE#'],
    UpdateItem: ['CONTACT#', 'DELIVERY#', 'NOTICE#', 'PACE', 'RATES', 'SIGNUPS#'],
  },
  bucket: {
    PutObject: ['audit/', 'store/events/', 'store/notices/'],
  },
};
