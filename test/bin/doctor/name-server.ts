import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface ZoneRecord {
  name: string;
  type: 'CNAME' | 'MX' | 'TXT';
  /** As in a zone file: `10 mail.example.org`, `"v=spf1 …"`. */
  value: string;
}

export interface NameServer {
  /** `127.0.0.1:5353` */
  address: string;
  close: () => void;
}

const types = { CNAME: 5, MX: 15, TXT: 16 };

/** A name server that knows a few records, read anew for each question, and answers NXDOMAIN to every other name. */
export async function openNameServer(records: () => readonly ZoneRecord[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) =>
    socket.send(answer(question, records()), port, address),
  );
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

/** https://www.rfc-editor.org/rfc/rfc1035#section-4: header, question, answers. */
function answer(question: Buffer, records: readonly ZoneRecord[]): Buffer {
  const { name, end } = readName(question, 12);
  const type = question.readUInt16BE(end);
  const named = records.filter((record) => record.name.toLowerCase() === name.toLowerCase());
  const found = named.filter((record) => types[record.type] === type);
  const header = Buffer.alloc(12);
  header.writeUInt16BE(question.readUInt16BE(0), 0);
  // An answer with recursion; 3 says that the name does not exist.
  header.writeUInt16BE(0x8180 | (named.length === 0 ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, question.subarray(12, end + 4), ...found.map(resource)]);
}

function resource({ name, type, value }: ZoneRecord): Buffer {
  const data = dataOf(type, value);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(types[type], 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(60, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([writeName(name), head, data]);
}

function dataOf(type: ZoneRecord['type'], value: string): Buffer {
  if (type === 'CNAME') return writeName(value);
  if (type === 'TXT') {
    const text = Buffer.from(value.replaceAll('"', ''));
    return Buffer.concat([Buffer.from([text.length]), text]);
  }
  const [priority, exchange = ''] = value.split(' ');
  const number = Buffer.alloc(2);
  number.writeUInt16BE(Number(priority));
  return Buffer.concat([number, writeName(exchange)]);
}

function writeName(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function readName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 1 };
}
