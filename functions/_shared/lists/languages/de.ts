import type { ListWords } from './list-words.ts';

export const de: ListWords = {
  columns: {
    email:
      'E-Mail-Adresse | E-Mail-Adressen | Mailadresse | Mail-Adresse | Emailadresse | E-Mail geschäftlich | Elektronische Adresse',
    outletEmail: 'Redaktions-E-Mail | E-Mail Redaktion | E-Mail der Redaktion',
    name: 'Vollständiger Name | Vor- und Nachname | Ansprechpartner | Ansprechpartnerin | Ansprechperson | Kontakt | Kontaktname | Journalistin',
    firstName: 'Vorname',
    middleName: 'Zweiter Vorname',
    lastName: 'Nachname | Familienname | Zuname',
    outlet: 'Medium | Medien | Redaktion | Zeitung | Publikation | Firma | Unternehmen | Sender',
    outletKind: 'Medientyp | Mediengattung | Medienart',
    role: 'Funktion | Stelle | Berufsbezeichnung | Position im Unternehmen',
    phone:
      'Telefon | Telefonnummer | Telefon geschäftlich | Rufnummer | Durchwahl | Festnetz | Handy | Handynummer | Mobil | Mobiltelefon | Mobilnummer',
    beats:
      'Themen | Ressort | Ressorts | Fachgebiet | Fachgebiete | Themengebiet | Themengebiete | Schwerpunkt | Schwerpunkte | Fachbereich | Rubrik',
    regions: 'Land | Länder | Regionen',
    languages: 'Sprache | Sprachen | Bevorzugte Sprache | Korrespondenzsprache',
    zone: 'Zeitzone',
    tier: 'Priorität',
    notes: 'Notizen | Notiz | Bemerkung | Bemerkungen | Anmerkung | Anmerkungen | Kommentar',
    status: 'Abonnementstatus',
    optedOut: 'Abgemeldet | Abbestellt | Ausgetragen | Nicht kontaktieren | Nicht anschreiben',
    unsubscribedAt: 'Abgemeldet am | Abmeldedatum',
    consentAt: 'Einwilligung am | Datum der Einwilligung',
    consentSource: 'Einwilligung',
  },
  lists: 'Listen | Verteiler',
  statuses: {
    complained: ['beschwer'],
    bounced: ['unzustell', 'ungultig'],
    suppressed: ['gesperrt', '^nicht '],
    unsubscribed: ['abgemeldet', 'abbestellt', 'ausgetragen'],
    welcome: ['^aktiv', '^angemeldet', '^bestatigt'],
  },
  no: 'nein | falsch',
  forbids: ['nicht'],
};
