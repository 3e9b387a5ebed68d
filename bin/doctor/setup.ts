import type { Newsroom } from '../../functions/_shared/domain/newsroom.ts';
import type { Configuration } from '../../infra/configuration.ts';

/** What doctor expects: the configuration of the stage in this clone, and where it looks. */
export interface Setup {
  newsroom: Newsroom;
  infrastructure: Configuration['infrastructure'];
  stackName: string;
  region: string;
  /** As in the output `Version` of a stack that this clone deploys. */
  version: string;
  /** The embedded services: they ask no DNS, and nobody is paid to look at alarms. */
  isLocal: boolean;
  /** The command that deploys this stage. */
  deploy: string;
  /** What brings back a resource that somebody changed or deleted by hand. A deployment alone would not see it. */
  revertDrift: string;
}
