import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const de: Written = {
  title: 'Viet Nam und die Vereinten Nationen eröffnen regionales Ausbildungszentrum für Blauhelmsoldatinnen',
  subtitle:
    'Ab September bereiten sich in Ha Noi jährlich zweihundert Beamtinnen und Offizierinnen aus elf Ländern auf Friedenseinsätze vor.',
  place: 'Ha Noi, Viet Nam',
  body: [
    paragraph(
      'Die Regierung Viet Nams und die Vereinten Nationen haben heute ein Ausbildungszentrum für Polizistinnen und Soldatinnen eröffnet, die in Friedenseinsätzen dienen werden. Das Zentrum, das erste seiner Art in Südostasien, nimmt am 1. September die ersten ',
      strong('48 Teilnehmerinnen'),
      ' auf.',
    ),
    paragraph(
      'Nicht einmal jede zehnte uniformierte Einsatzkraft ist heute eine Frau. Gelehrt werden der Schutz der Zivilbevölkerung, Funkdisziplin, Erste Hilfe unter Beschuss und die Sprachen der Gastländer.',
    ),
    quote(
      '„Eine Patrouille mit Frauen hört, was eine Patrouille ohne sie nie hören wird. In diesem Zentrum beginnt sie.“',
      'Tran Minh Anh, Leiterin des Zentrums',
    ),
    heading('Was das Zentrum bietet'),
    list(
      'Lehrgänge von sechs und zwölf Wochen auf Englisch und Französisch',
      'Ein Feldlazarett und eine Flussübergangsstelle, gemeinsam mit der Pionierkompanie',
      'Kinderbetreuung auf dem Gelände, bezahlt von den Partnerregierungen',
    ),
    paragraph(
      'Bewerbungen sind ab dem 15. Juli möglich. Die Teilnahmebedingungen stehen auf der ',
      link('Seite des Zentrums', 'https://peace.example.org/de/zentrum'),
      '; Fragen beantwortet ',
      link(email, `mailto:${email}`),
      '.',
    ),
  ],
  caption: 'Teilnehmerinnen des ersten Lehrgangs üben vor Ha Noi eine Nachtpatrouille.',
  alt: 'Vier Frauen mit blauen Helmen gehen nachts mit Taschenlampen an einem Reisfeld entlang.',
  credit: 'UN / Le Thu Ha',
  organisation: 'Büro der Residierenden Koordinatorin der Vereinten Nationen',
  names: ['Pham Thi Lan', 'Jörg Weißenfels'],
  about:
    'Zu den Vereinten Nationen in Viet Nam gehören achtzehn Organisationen, die mit der Regierung für Frieden, Gesundheit, Klima und menschenwürdige Arbeit wirken.',
  notes: 'Die Zahlen zum uniformierten Personal sind vom 30. April 2025. Video in Sendequalität auf Anfrage.',
  attachment: 'Zahlen und Fakten zum Zentrum',
  correction: {
    note: 'Der erste Lehrgang hat 48 Teilnehmerinnen, nicht 84.',
    before: 'die ersten 84 Teilnehmerinnen',
    after: 'die ersten 48 Teilnehmerinnen',
  },
  reason: 'Die Eröffnung ist verschoben; die Zahlen waren nicht freigegeben.',
};
