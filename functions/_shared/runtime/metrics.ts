import { Metrics } from '@aws-lambda-powertools/metrics';
import { type Measure, metricNames, metricNamespace, metricUnits } from '../domain/metrics.ts';

/** The name of the newsroom comes from POWERTOOLS_SERVICE_NAME, which the stack sets. */
const metrics = new Metrics({ namespace: metricNamespace });

/**
 * Writes one line in CloudWatch's embedded metric format. Written at once and not at the end of the invocation, so that
 * a run that is killed loses nothing, and so that runs at the same time do not mix.
 */
export const measure: Measure = (values, about = {}) => {
  const known = metricNames.filter((name) => values[name] !== undefined);
  if (known.length === 0) return;
  for (const name of known) metrics.addMetric(name, metricUnits[name], values[name] ?? 0);
  for (const [name, value] of Object.entries(about)) metrics.addMetadata(name, String(value));
  metrics.publishStoredMetrics();
};
