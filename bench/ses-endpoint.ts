import { createServer } from 'node:http';

// A replacement for SES that accepts everything immediately, because the bench measures the sender. Prints its port.
let accepted = 0;
const answer = (action: string, result: string) =>
  `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result></${action}Response>`;
const quota =
  '<Max24HourSend>-1</Max24HourSend><MaxSendRate>100000</MaxSendRate><SentLast24Hours>0</SentLast24Hours>';

const server = createServer((request, response) => {
  let head = '';
  request.on('data', (piece: Buffer) => {
    if (head === '') head = piece.toString('latin1', 0, 200);
  });
  request.on('end', () => {
    if (request.url === '/accepted') return response.end(String(accepted));
    response.setHeader('content-type', 'text/xml');
    if (head.includes('GetSendQuota')) return response.end(answer('GetSendQuota', quota));
    accepted += 1;
    return response.end(answer('SendRawEmail', `<MessageId>id-${accepted}</MessageId>`));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
