import type { Role } from '../../functions/_shared/domain/actor.ts';

/** A person of the local newsroom, with the claims that a provider of identities would give. */
export interface SamplePerson {
  sub: string;
  name: string;
  email: string;
  groups: Role[];
  /** For whoever chooses. */
  about: string;
}

/** Two who need each other to send anything, and one who looks on. */
export const samplePeople: readonly SamplePerson[] = [
  {
    sub: 'thao',
    name: 'Hoàng Phương Thảo',
    email: 'thao.hoang@press.example.org',
    groups: ['comms', 'admin'],
    about: 'Comms officer and admin: drops and corrects releases, keeps the people.',
  },
  {
    sub: 'minh',
    name: 'Trần Văn Minh',
    email: 'minh.tran@press.example.org',
    groups: ['approver', 'operator'],
    about: 'Head of communications: approves, stops, kills; pauses sending.',
  },
  {
    sub: 'ha',
    name: 'Lê Thu Hà',
    email: 'ha.le@ministry.example.org',
    groups: ['viewer'],
    about: 'At the Ministry: sees everything, decides nothing.',
  },
];
