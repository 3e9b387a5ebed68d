import type { Command } from './command.ts';

/** Every command. Loaded only when it is called, so that `check` on 500 files does not wait for the AWS SDK. */
export const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start/start.ts')).start,
  check: async () => (await import('./check.ts')).check,
  drop: async () => (await import('./drop.ts')).drop,
  releases: async () => (await import('./releases.ts')).releases,
  release: async () => (await import('./release.ts')).release,
  approve: async () => (await import('./approve.ts')).approve,
  cancel: async () => (await import('./cancel.ts')).cancel,
  lift: async () => (await import('./lift.ts')).lift,
  kill: async () => (await import('./kill.ts')).kill,
  send: async () => (await import('./send.ts')).send,
  deliveries: async () => (await import('./deliveries.ts')).deliveries,
  settle: async () => (await import('./settle.ts')).settle,
  pause: async () => (await import('./pause.ts')).pause,
  resume: async () => (await import('./pause.ts')).resume,
  circuit: async () => (await import('./circuit.ts')).circuit,
  contacts: async () => (await import('./contacts.ts')).contacts,
  segments: async () => (await import('./segments.ts')).segments,
  redrive: async () => (await import('./redrive.ts')).redrive,
  restore: async () => (await import('./restore.ts')).restore,
  'rotate-keys': async () => (await import('./rotate-keys.ts')).rotateKeysCommand,
  audit: async () => (await import('./audit.ts')).audit,
  doctor: async () => (await import('./doctor/doctor.ts')).doctor,
  console: async () => (await import('./console.ts')).consoleCommand,
};
