import type { ListWords } from './list-words.ts';

export const fr: ListWords = {
  columns: {
    email:
      'Adresse électronique | Adresse e-mail | Adresse email | Adresse mail | Adresse de courriel | Courriel | Mél | Courrier électronique | Adresse de messagerie',
    outletEmail: 'E-mail de la rédaction | Courriel de la rédaction | E-mail du média',
    name: 'Nom complet | Nom et prénom | Prénom et nom | Journaliste | Nom du journaliste',
    firstName: 'Prénom | Prénoms',
    middleName: 'Deuxième prénom',
    lastName: 'Nom | Nom de famille',
    outlet: 'Nom du média | Titre de presse | Support | Rédaction | Entreprise | Société',
    outletKind: 'Type de média | Type de support',
    role: 'Fonction | Poste | Titre | Intitulé du poste',
    phone: 'Numéro de téléphone | Téléphone portable | Téléphone mobile | Portable',
    beats: 'Sujets | Rubriques | Rubrique | Thèmes | Thème | Thématiques | Domaine | Domaines | Spécialité',
    regions: 'Pays | Zone géographique',
    languages: 'Langue | Langues | Langue préférée',
    zone: 'Fuseau horaire',
    tier: 'Priorité',
    notes: 'Remarques | Remarque | Commentaires | Commentaire',
    status: 'Statut | État',
    optedOut: 'Désabonné | Désinscrit | Désabonnement | Ne pas contacter',
    unsubscribedAt: 'Date de désabonnement',
    consentAt: 'Date de consentement',
    consentSource: 'Source du consentement',
  },
  lists: 'Liste | Listes',
  halfNames: 'Nom',
  statuses: {
    complained: ['plainte'],
    suppressed: ['ne pas'],
    unsubscribed: ['desabonn', 'desinscri'],
    welcome: ['^abonn', '^inscrit', '^actif'],
  },
  no: 'non | faux',
  forbids: ['ne pas'],
};
