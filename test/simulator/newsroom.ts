import type { Newsroom } from '../../functions/_shared/domain/newsroom.ts';

export const newsroom: Newsroom = {
  stage: 'test',
  name: 'Test Newsroom',
  zone: 'Asia/Ho_Chi_Minh',
  defaultLanguage: 'en',
  sender: {
    name: 'Test Newsroom',
    address: 'press@news.example',
    replyTo: 'press@news.example',
    domain: 'news.example',
  },
  desk: ['desk@news.example'],
  approval: 'required',
  overdueLimitSeconds: 7200,
  defaultList: 'press',
  vocabulary: {},
  embargoTerms: { version: '1' },
  signUps: { perNetworkAndHour: 30, perHour: 60, perMailboxAndDay: 3, hoursBetweenConfirmations: 1 },
  unknown: { graceSeconds: 900, embargoed: 'hold', otherwise: 'resend' },
  brand: {
    logoUrl: null,
    logoWidth: 1,
    logoHeight: 1,
    primary: '#000000',
    onPrimary: '#ffffff',
    address: [],
    website: 'https://news.example',
    social: [],
  },
  retention: { recipientDays: 365 },
};
