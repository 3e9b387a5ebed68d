import type { Newsroom } from '../../functions/_shared/domain/newsroom.ts';

/** A fictional UN office; all its data is invented. */
export const sampleNewsroom: Newsroom = {
  stage: 'test',
  name: 'United Nations in Viet Nam',
  zone: 'Asia/Ho_Chi_Minh',
  defaultLanguage: 'en',
  sender: {
    name: 'UN Viet Nam Newsroom',
    address: 'press@newsroom.example.org',
    replyTo: 'media@newsroom.example.org',
    domain: 'newsroom.example.org',
  },
  desk: ['desk@newsroom.example.org'],
  approval: 'required',
  overdueLimitSeconds: 7200,
  defaultList: 'press',
  vocabulary: {},
  embargoTerms: { version: '2025-01' },
  signUps: { perNetworkAndHour: 30, perHour: 60, perMailboxAndDay: 3, hoursBetweenConfirmations: 1 },
  unknown: { graceSeconds: 900, embargoed: 'hold', otherwise: 'resend' },
  brand: {
    logoUrl: null,
    logoWidth: 180,
    logoHeight: 40,
    primary: '#0b66b0',
    onPrimary: '#ffffff',
    address: ['Green One UN House', '304 Kim Ma, Ha Noi, Viet Nam'],
    website: 'https://newsroom.example.org/',
    social: [{ label: 'Bluesky', url: 'https://newsroom.example.org/bluesky' }],
  },
  retention: { recipientDays: 365 },
};

export const samplePublicUrl = 'https://releases.newsroom.example.org';
