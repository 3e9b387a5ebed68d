import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';
import { acceptedFindings } from './accepted-findings.ts';

const reportSchema = z.object({
  pluginReports: z.array(
    z.object({
      violations: z.array(
        z.object({
          ruleName: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});

interface Finding {
  finding: string;
  where: string;
}

/** What cdk-nag finds in the stack of production. */
function findings(): Finding[] {
  const outdir = mkdtempSync(path.join(tmpdir(), 'dateline-nag-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    new NewsroomStack(app, 'Dateline-production', {
      ...configuration('production'),
      codeOf: () => Code.fromInline('export const handler = () => {};'),
    });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow('validation-report.json');
    const report = reportSchema.parse(
      JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')),
    );
    return report.pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => ({
          finding: ruleName,
          where: constructPath.replace(/^[^/]+\//, ''),
        })),
      );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

describe('cdk-nag, by the rules of AwsSolutions', () => {
  let found: Finding[] = [];
  beforeAll(() => {
    found = findings();
  }, 120_000);

  it('finds nothing in the stack that nobody has given a reason for', () => {
    const unexplained = found.filter(
      ({ finding, where }) =>
        !acceptedFindings.some((accepted) => accepted.finding.test(finding) && accepted.where.test(where)),
    );
    expect(unexplained).toEqual([]);
  });

  it('each reason is still needed', () => {
    const idle = acceptedFindings.filter(
      (accepted) =>
        !found.some(({ finding, where }) => accepted.finding.test(finding) && accepted.where.test(where)),
    );
    expect(idle).toEqual([]);
  });
});
