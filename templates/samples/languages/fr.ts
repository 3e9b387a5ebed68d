import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const fr: Written = {
  title: 'Le Viet Nam et les Nations Unies ouvrent un centre régional de formation des femmes Casques bleus',
  subtitle: 'Dès septembre, deux cents officières de onze pays se prépareront chaque année à Ha Noi.',
  place: 'Ha Noi, Viet Nam',
  body: [
    paragraph(
      'Le Gouvernement du Viet Nam et les Nations Unies ont inauguré aujourd’hui un centre de formation pour les policières et les militaires qui serviront dans les opérations de paix. Premier du genre en Asie du Sud-Est, il accueillera ses ',
      strong('48 premières stagiaires'),
      ' le 1er septembre.',
    ),
    paragraph(
      'Moins d’un Casque bleu sur dix est aujourd’hui une femme. Les cours portent sur la protection des civils, la discipline radio, les premiers secours sous le feu et les langues des populations d’accueil.',
    ),
    quote(
      '« Une patrouille où servent des femmes entend ce qu’une patrouille sans elles n’entendra jamais. C’est ici que cette patrouille commence. »',
      'Tran Minh Anh, directrice du centre',
    ),
    heading('Ce que propose le centre'),
    list(
      'Des stages de six et douze semaines, en anglais et en français',
      'Un hôpital de campagne et un parcours de franchissement partagé avec le génie',
      'Une crèche sur place, financée par les gouvernements partenaires',
    ),
    paragraph(
      'Les candidatures ouvrent le 15 juillet. Les conditions figurent sur la ',
      link('page du centre', 'https://peace.example.org/fr/centre'),
      ' ; pour toute question : ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Des stagiaires de la première promotion s’exercent à une patrouille de nuit près de Ha Noi.',
  alt: 'Quatre femmes en casque bleu longent une rizière de nuit, lampe à la main.',
  credit: 'ONU / Le Thu Ha',
  organisation: 'Bureau de la Coordonnatrice résidente des Nations Unies',
  names: ['Pham Thi Lan', 'Hélène Garnier'],
  about:
    'Les Nations Unies au Viet Nam réunissent dix-huit institutions qui œuvrent avec le Gouvernement pour la paix, la santé, le climat et le travail décent.',
  notes:
    'Les chiffres relatifs au personnel en uniforme sont arrêtés au 30 avril 2025. Vidéo de qualité diffusion sur demande.',
  attachment: 'Le centre en chiffres',
  correction: {
    note: 'La première promotion compte 48 stagiaires et non 84.',
    before: 'ses 84 premières stagiaires',
    after: 'ses 48 premières stagiaires',
  },
  reason: 'L’inauguration est reportée ; les chiffres n’étaient pas validés.',
};
