import type { Permissions } from '../_shared/aws/permissions.ts';

export const permissions: Permissions = {
  table: {
    GetItem: ['RELEASE#'],
    BatchGetItem: ['RELEASE#'],
    Query: ['LIKENESS#', 'LISTS', 'RELEASE#', 'SEGMENTS'],
    PutItem: ['RELEASE#'],
    DeleteItem: ['RELEASE#'],
    BatchWriteItem: ['LIKENESS#'],
  },
  bucket: {
    GetObject: ['releases/', 'reports/'],
    ListBucket: ['releases/'],
    PutObject: ['audit/', 'reports/', 'store/notices/', 'store/texts/'],
    DeleteObject: ['reports/'],
  },
  asksForMissingObjects: true,
};
