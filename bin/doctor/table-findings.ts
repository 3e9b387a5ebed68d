import { advice, type Finding, fault, when } from './finding.ts';
import type { Setup } from './setup.ts';
import type { TableFacts } from './table-facts.ts';

const everybody = 'Everybody: nothing can be read or sent.';

export function tableFindings(setup: Setup, name: string, table: TableFacts | null): Finding[] {
  if (!table)
    return [
      fault(
        'table-missing',
        `The table ${name} is gone.`,
        everybody,
        'Restore it: docs/runbook.md, "Restoring a table".',
      ),
    ];
  return [
    ...when(table.status !== 'ACTIVE' && table.status !== 'UPDATING', () =>
      fault(
        'table-not-active',
        `The table ${name} is ${table.status}.`,
        everybody,
        'Wait some minutes and run doctor again.',
      ),
    ),
    ...when(table.indexes.gsi1 !== true, () =>
      fault(
        'table-index',
        `The index gsi1 of the table ${name} ${table.indexes.gsi1 === false ? 'does not answer yet' : 'is gone'}.`,
        'Everybody: releases and open deliveries are not found.',
        setup.revertDrift,
      ),
    ),
    ...guardFindings(setup, table),
    ...when(!table.isPaidPerRequest, () =>
      advice(
        'table-billing',
        `The table ${name} has a fixed capacity.`,
        'Who waits for a release while a list is imported or a delivery is sent: DynamoDB throttles.',
        `aws dynamodb update-table --region ${setup.region} --table-name ${name} --billing-mode PAY_PER_REQUEST`,
      ),
    ),
  ];
}

/** What protects the data against people and time. */
function guardFindings({ region, infrastructure }: Setup, table: TableFacts): Finding[] {
  const at = `--region ${region} --table-name ${table.name}`;
  return [
    ...when(!table.hasPointInTimeRecovery, () =>
      fault(
        'table-recovery',
        `Point-in-time recovery of the table ${table.name} is off.`,
        'Everybody, if the table is damaged: who got what, who unsubscribed and who is accredited is lost.',
        `aws dynamodb update-continuous-backups ${at} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
      ),
    ),
    ...when(infrastructure.onDelete === 'retain' && !table.isProtected, () =>
      fault(
        'table-unprotected',
        `The table ${table.name} can be deleted.`,
        'Everybody, if somebody deletes it by mistake.',
        `aws dynamodb update-table ${at} --deletion-protection-enabled`,
      ),
    ),
    ...when(table.expiresBy !== 'expiresAt', () =>
      fault(
        'table-expiry',
        `Items of the table ${table.name} do not expire by expiresAt.`,
        'Journalists: their data is kept longer than the newsroom promises.',
        `aws dynamodb update-time-to-live ${at} --time-to-live-specification Enabled=true,AttributeName=expiresAt`,
      ),
    ),
  ];
}
