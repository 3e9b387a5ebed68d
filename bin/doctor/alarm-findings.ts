import type { AlarmFacts } from './alarm-facts.ts';
import { type Finding, fault } from './finding.ts';
import type { Setup } from './setup.ts';

/** An alarm without data is not named: that is how a new stack begins, and how most alarms look that have no reason. */
export function alarmFindings(
  { region, revertDrift }: Setup,
  names: readonly string[],
  alarms: readonly AlarmFacts[],
): Finding[] {
  const known = new Set(alarms.map(({ name }) => name));
  return [
    ...names
      .filter((name) => !known.has(name))
      .map((name) =>
        fault(
          'alarm-missing',
          `The alarm “${name}” is gone.`,
          'Operators: they do not hear of what it watches.',
          revertDrift,
        ),
      ),
    ...alarms
      .filter(({ isHeard }) => !isHeard)
      .map(({ name }) =>
        fault(
          'alarm-unheard',
          `The alarm “${name}” tells nobody when it rings.`,
          'Operators: they do not hear of what it watches.',
          `aws cloudwatch enable-alarm-actions --region ${region} --alarm-names "${name}"`,
          `If it has no actions: ${revertDrift}`,
        ),
      ),
    ...alarms
      .filter(({ state }) => state === 'ALARM')
      .map(({ name, description }) =>
        fault('alarm-ringing', `The alarm “${name}” is ringing.`, ...hurtAndFix(description)),
      ),
  ];
}

/** Descriptions end with `What to do: docs/runbook.md#…`. */
function hurtAndFix(description: string): [whoIsHurt: string, fix: string] {
  const [hurt = '', article] = description.split('What to do: ');
  return [
    hurt.trimEnd() || 'Read its article.',
    article ? `Read ${article}` : 'Read its article in docs/runbook.md',
  ];
}
