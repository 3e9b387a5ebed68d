import type { Permissions } from '../functions/_shared/aws/permissions.ts';

/**
 * What people may do with table and bucket, beside the functions. `commands`: the commands of `dateline` that this is
 * for; test/rights compares it with what their code does.
 */
export interface PeoplePermissions {
  commands: readonly string[];
  permissions: Permissions;
}

/** Comms staff drop files with any S3 client, and read the reports. They see no list, no contact and nobody else's text. */
const staff: PeoplePermissions = {
  commands: [],
  permissions: {
    bucket: {
      PutObject: ['releases/'],
      AbortMultipartUpload: ['releases/'],
      GetObject: ['reports/releases/'],
      ListBucket: ['releases/', 'reports/releases/'],
    },
  },
};

/** The desk decides: approve, cancel, lift, kill. It sees what there is, and to whom it went. */
const desk: PeoplePermissions = {
  commands: ['approve', 'cancel', 'lift', 'kill', 'releases', 'release', 'deliveries'],
  permissions: {
    table: {
      GetItem: ['DELIVERY#', 'KEYRING', 'PACE', 'RELEASE#', 'SEGMENTS'],
      BatchGetItem: ['CONTACT#', 'DELIVERY#', 'RELEASE#'],
      Query: ['DELIVERY#', 'LIKENESS#', 'LIST#', 'LISTS', 'RELEASE#', 'SEGMENTS'],
      PutItem: ['RELEASE#'],
    },
    index: { Query: ['RELEASES#', 'STANDINGS#'] },
    bucket: {
      GetObject: ['store/audiences/', 'store/deliveries/'],
      PutObject: ['audit/', 'store/notices/'],
    },
  },
};

/** Operators keep it running: what sending does, unknowns, keys. They decide about no release and read no list. */
const operators: PeoplePermissions = {
  commands: ['circuit', 'pause', 'redrive', 'settle', 'rotate-keys', 'releases', 'release', 'deliveries'],
  permissions: {
    table: {
      GetItem: ['DELIVERY#', 'KEYRING', 'PACE', 'RELEASE#'],
      BatchGetItem: ['DELIVERY#'],
      Query: ['DELIVERY#', 'RATES', 'RELEASE#'],
      PutItem: ['DELIVERY#'],
      UpdateItem: ['DELIVERY#', 'PACE'],
      DeleteItem: ['RATES'],
    },
    index: { Query: ['RELEASES#'] },
    bucket: {
      GetObject: ['store/audiences/', 'store/deliveries/'],
      PutObject: ['audit/'],
    },
  },
};

export const people = { staff, desk, operators };
