import type { Edition } from '../../../../functions/_shared/domain/release.ts';
import type { Release } from '../../../../functions/_shared/domain/release-life.ts';
import { deliveryIdOf } from '../../../../functions/_shared/domain/release-tag.ts';

const approved = '2026-01-05T09:00:00Z';

/** An approved release and its planned editions. */
export function releaseOf({
  version = 1,
  embargo = null,
  kill = false,
  sentVersions = [],
}: {
  version?: number;
  embargo?: string | null;
  kill?: boolean;
  sentVersions?: number[];
}): Release {
  const plan = (edition: Edition, dueAt: string) => ({
    edition,
    deliveryId: deliveryIdOf('forum', version, edition),
    dueAt,
    state: 'planned' as const,
  });
  return {
    releaseId: 'forum',
    revision: 1,
    createdAt: approved,
    updatedAt: approved,
    latestVersion: version,
    latestHash: 'x',
    title: 'Forum',
    language: 'en',
    lastStatus: 'accepted',
    candidate: null,
    live: {
      version,
      state: 'approved',
      embargo,
      sendAt: null,
      approvals: [],
      audience: {
        hash: 'x',
        recipientsKey: 'store/audiences/recipients',
        exclusionsKey: 'store/audiences/exclusions',
        recipients: 0,
        accredited: 0,
        byLanguage: {},
        byList: {},
        exclusions: {},
      },
      editions: [
        ...(embargo ? [plan('embargoed', approved), plan('lift-notice', embargo)] : []),
        ...(sentVersions.length > 0 ? [plan('correction', approved)] : []),
        plan('general', embargo ?? approved),
        ...(kill ? [plan('kill', approved)] : []),
      ],
    },
    sentVersions,
    lifted: null,
    broken: null,
    killed: null,
    cancelled: null,
    withdrawn: null,
    distinctFrom: [],
    added: [],
    trail: [],
  };
}
