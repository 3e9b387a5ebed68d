import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const en: Written = {
  title: 'Viet Nam and the United Nations open a regional centre to train women peacekeepers',
  subtitle:
    'From September, two hundred officers a year from eleven countries will prepare for missions in Ha Noi.',
  place: 'Ha Noi, Viet Nam',
  body: [
    paragraph(
      'The Government of Viet Nam and the United Nations today opened a training centre for women police and military officers who will serve in peace operations. The centre, the first of its kind in South-East Asia, takes in its first ',
      strong('48 officers'),
      ' on 1 September.',
    ),
    paragraph(
      'Women make up fewer than one in ten of the uniformed peacekeepers now in the field. The courses cover protection of civilians, radio discipline, first aid under fire and the languages of the host communities.',
    ),
    quote(
      '“A patrol with women in it hears what a patrol without them never will. This centre is where that patrol begins.”',
      'Tran Minh Anh, Director of the centre',
    ),
    heading('What the centre offers'),
    list(
      'Courses of six and twelve weeks, in English and French',
      'A field hospital and a river-crossing range shared with the engineering company',
      'Childcare on the grounds, paid for by the partner governments',
    ),
    paragraph(
      'Applications open on 15 July. The conditions are on the ',
      link('page of the centre', 'https://peace.example.org/centre'),
      '; questions go to ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Officers of the first course practise a night patrol outside Ha Noi.',
  alt: 'Four women in blue helmets walk along a dark rice field with torches.',
  credit: 'UN / Le Thu Ha',
  organisation: 'United Nations Resident Coordinator’s Office',
  names: ['Pham Thi Lan', 'Daniel Okello'],
  about:
    'The United Nations in Viet Nam brings together eighteen agencies that work with the Government on peace, health, climate and decent work.',
  notes:
    'The figures on uniformed personnel are those of 30 April 2025. Broadcast-quality video is available on request.',
  attachment: 'Facts and figures of the centre',
  correction: {
    note: 'The first course has 48 officers, not 84.',
    before: 'its first 84 officers',
    after: 'its first 48 officers',
  },
  reason: 'The opening has been postponed; the figures were not cleared.',
};
