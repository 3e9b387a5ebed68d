import { readdirSync, readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { metricNamespace, metricUnits } from '../../../functions/_shared/domain/metrics.ts';
import { configuration } from '../../../infra/configuration.ts';
import { NewsroomStack } from '../../../infra/newsroom-stack.ts';

const stack = new NewsroomStack(new App(), 'Newsroom', {
  ...configuration('production'),
  codeOf: () => Code.fromInline('exports.handler = async () => {};'),
});
const { list } = stack.alarms;
const template = Template.fromStack(stack);
const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map((one) => one.Properties);
const alarms = propertiesOf('AWS::CloudWatch::Alarm');
const rules = propertiesOf('AWS::Events::Rule').filter(({ Description }) => Description);
const budgets = propertiesOf('AWS::Budgets::Budget').map(({ Budget }) => Budget);

const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
/** Headings as GitHub makes anchors of them. */
const articles = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading.replaceAll(' ', '-'));

/** What mails to the desk and pages name, and no alarm. */
const articlesOfMails = ['refused', 'rates', 'held', 'events-missing'];

describe('the alarms', () => {
  it('are those of the list, no more and no fewer', () => {
    const made = [
      ...alarms.map(({ AlarmName }) => AlarmName),
      ...rules.map(
        ({ Targets }) =>
          /Newsroom: [\w -]+/.exec(Targets[0].InputTransformer?.InputTemplate ?? Targets[0].Input)?.[0],
      ),
      ...budgets.map(({ BudgetName }) => BudgetName.replace(' ', ': ')),
    ];
    expect(made.sort()).toEqual(list.map(({ name }) => `Newsroom: ${name}`).sort());
    expect(new Set(made).size).toBe(made.length);
  });

  it('have an article each in the runbook, and the runbook has no article about an alarm that is gone', () => {
    const wanted = new Set(list.map(({ article }) => article));
    expect([...wanted].filter((article) => !articles.includes(article))).toEqual([]);
    expect(articles.filter((article) => !wanted.has(article))).toEqual(articlesOfMails);
  });

  it('say who is hurt, and where to read what to do', () => {
    const described = [
      ...alarms.map(({ AlarmDescription }) => AlarmDescription),
      ...rules.map(({ Description }) => Description),
    ];
    for (const words of described)
      expect(words).toMatch(/^[A-Z].{30,}\. What to do: docs\/runbook\.md#[\w-]+$/);
  });

  it.each(articles)('the article %s says who is hurt and what to do, or where that stands', (article) => {
    const text =
      runbook.split(/^## /m).find((one) => one.split('\n')[0]?.replaceAll(' ', '-') === article) ?? '';
    expect(text).toMatch(
      /\*\*Who is hurt:\*\*[\s\S]*\*\*Do( at once| first)?:\*\*|^(As|See) \[|\n(As|See) \[/,
    );
  });

  it('wake operators for what hurts now and leave the rest for the morning: a topic each, both subscribed', () => {
    const topics = Object.keys(template.findResources('AWS::SNS::Topic'));
    expect(topics.length).toBe(2);
    const subscribed = propertiesOf('AWS::SNS::Subscription').map(({ TopicArn, Endpoint }) => [
      TopicArn.Ref,
      Endpoint,
    ]);
    const [operator] = configuration('production').infrastructure.operators;
    expect(subscribed.sort()).toEqual(topics.map((topic) => [topic, operator]).sort());
    for (const { AlarmName, AlarmActions } of alarms) {
      const row = list.find(({ name }) => AlarmName === `Newsroom: ${name}`);
      expect(AlarmActions).toEqual([{ Ref: expect.stringContaining(row?.severity ?? 'no row') }]);
    }
  });

  it('watch every function and every queue', () => {
    const dimensions = JSON.stringify(alarms.map(({ Dimensions }) => Dimensions));
    for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue'])
      for (const id of Object.keys(template.findResources(type))) expect(dimensions, id).toContain(id);
  });

  it('watch measurements that the functions know', () => {
    const own = alarms.filter(({ Namespace }) => Namespace === metricNamespace);
    expect(own.length).toBeGreaterThan(8);
    for (const { MetricName, Dimensions } of own) {
      expect(Object.keys(metricUnits)).toContain(MetricName);
      expect(Dimensions).toEqual([{ Name: 'service', Value: 'Newsroom' }]);
    }
  });

  it.each([
    ...new Set(
      alarms.filter(({ Namespace }) => Namespace === metricNamespace).map(({ MetricName }) => MetricName),
    ),
  ])('some function measures %s, so that the alarm on it can ring', (metric) => {
    const folder = new URL('../../../functions/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && file !== '_shared/domain/metrics.ts',
    );
    const measuring = sources.filter((file) =>
      new RegExp(`\\b${metric}: `).test(readFileSync(new URL(file, folder), 'utf8')),
    );
    expect(measuring).not.toEqual([]);
  });

  it('CloudWatch can judge them: at most a day is looked at', () => {
    for (const { Period, EvaluationPeriods, DatapointsToAlarm } of alarms) {
      expect(Period % 60).toBe(0);
      expect(Period * EvaluationPeriods).toBeLessThanOrEqual(86_400);
      expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
    }
  });
});

describe('the dashboard', () => {
  const [dashboard] = propertiesOf('AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.DashboardBody);

  it('begins with the state of every alarm', () => {
    const ids = Object.keys(template.findResources('AWS::CloudWatch::Alarm'));
    for (const id of ids) expect(body).toContain(`"${id}"`);
    expect(body.indexOf('Is anything wrong?')).toBeLessThan(body.indexOf(String(ids[0])));
  });

  it('shows each thing that the functions measure, and nothing that they do not', () => {
    const shown = [...body.matchAll(/\\"Dateline\\",\\"(\w+)\\"/g)].map(([, name]) => name);
    expect(new Set(shown)).toEqual(new Set(Object.keys(metricUnits)));
  });

  it('has its address among the outputs', () => {
    expect(JSON.stringify(template.findOutputs('DashboardUrl'))).toContain('#dashboards:name=Newsroom');
  });
});

it('the access log of the public pages has neither tokens nor the addresses of readers', () => {
  const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
  const format: Record<string, string> = JSON.parse(stage?.AccessLogSettings.Format);
  expect(Object.values(format).sort()).toEqual([
    '$context.integration.requestId',
    '$context.integrationLatency',
    '$context.requestId',
    '$context.responseLatency',
    '$context.routeKey',
    '$context.status',
  ]);
});
