import * as SES from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions, openStack } from './open-stack.ts';
import { smallTemplateWithout } from './small-template.ts';

export const letter = (subject = 'Forum', to = 'ha@example.org') =>
  `From: Newsroom <desk@newsroom.example>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <1@x>\r\n\r\nHello\r\n`;

export async function openSes(options: Parameters<typeof openStack>[0] = {}) {
  const template = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');
  const stack = await openStack({ template, ...options });
  const client = new SES.SESClient({ ...clientOptions, endpoint: stack.endpoints.ses });
  const send = (to: string | string[], raw = letter(), more: Partial<SES.SendRawEmailCommandInput> = {}) =>
    client.send(
      new SES.SendRawEmailCommand({
        RawMessage: { Data: Buffer.from(raw) },
        Destinations: [to].flat(),
        ConfigurationSetName: 'newsroom',
        ...more,
      }),
    );
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const events = async () => {
    const found = [];
    for (;;) {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: stack.sesEventsQueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (!Messages?.length) return found;
      found.push(...Messages.map(({ Body }) => JSON.parse(Body ?? '')));
    }
  };
  return { stack, client, send, events };
}
