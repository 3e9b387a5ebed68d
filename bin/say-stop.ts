import { paceTable } from '../functions/_shared/aws/pace-table.ts';
import { type SendingStop, sendingStop } from '../functions/_shared/deliveries/sending-stop.ts';
import type { CommandIo } from './command.ts';
import type { Connection } from './connection.ts';

/**
 * Says on stderr that sending is stopped and how to resume it, so that nobody believes that a release is being sent.
 * Null if sending is not stopped.
 */
export async function sayStop(
  io: CommandIo,
  { table, newsroom, now }: Pick<Connection, 'table' | 'newsroom' | 'now'>,
): Promise<SendingStop | null> {
  const stop = sendingStop(await paceTable(table).readPace(), now().getTime(), newsroom.zone);
  if (stop) io.complain(`${io.style.bad(stop.words)}\n${stop.fix}`);
  return stop;
}
