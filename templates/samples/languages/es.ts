import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const es: Written = {
  title: 'Viet Nam y las Naciones Unidas abren un centro regional para formar a mujeres cascos azules',
  subtitle: 'Desde septiembre, doscientas oficiales de once países se prepararán cada año en Ha Noi.',
  place: 'Ha Noi, Viet Nam',
  body: [
    paragraph(
      'El Gobierno de Viet Nam y las Naciones Unidas inauguraron hoy un centro de formación para mujeres policías y militares que servirán en operaciones de paz. El centro, el primero de su clase en Asia Sudoriental, recibirá a sus primeras ',
      strong('48 oficiales'),
      ' el 1 de septiembre.',
    ),
    paragraph(
      'Menos de una de cada diez personas uniformadas en misión es mujer. Los cursos abarcan la protección de civiles, la disciplina de radio, los primeros auxilios bajo fuego y los idiomas de las comunidades de acogida.',
    ),
    quote(
      '«Una patrulla con mujeres oye lo que una patrulla sin ellas jamás oirá. Este centro es donde empieza esa patrulla».',
      'Tran Minh Anh, directora del centro',
    ),
    heading('Qué ofrece el centro'),
    list(
      'Cursos de seis y doce semanas, en inglés y francés',
      'Un hospital de campaña y una pista para cruzar ríos compartida con los ingenieros',
      'Guardería en el recinto, pagada por los gobiernos asociados',
    ),
    paragraph(
      'Las solicitudes se abren el 15 de julio. Las condiciones están en la ',
      link('página del centro', 'https://peace.example.org/es/centro'),
      '; las preguntas, sin embargo, deben dirigirse a ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Oficiales del primer curso practican una patrulla nocturna a las afueras de Ha Noi.',
  alt: 'Cuatro mujeres con casco azul caminan de noche junto a un arrozal con linternas.',
  credit: 'ONU / Le Thu Ha',
  organisation: 'Oficina de la Coordinadora Residente de las Naciones Unidas',
  names: ['Pham Thi Lan', 'Lucía Ferrer'],
  about:
    'Las Naciones Unidas en Viet Nam reúnen a dieciocho organismos que trabajan con el Gobierno por la paz, la salud, el clima y el trabajo decente.',
  notes:
    'Las cifras de personal uniformado son del 30 de abril de 2025. Hay vídeo con calidad de emisión a petición.',
  attachment: 'El centro en cifras',
  correction: {
    note: 'El primer curso tiene 48 oficiales, no 84.',
    before: 'primeras 84 oficiales',
    after: 'primeras 48 oficiales',
  },
  reason: 'La inauguración se aplaza; las cifras no estaban aprobadas.',
};
