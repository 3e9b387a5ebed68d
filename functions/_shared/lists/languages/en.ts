import type { ListWords } from './list-words.ts';

export const en: ListWords = {
  columns: {
    email:
      'Email | E-mail | Email address | E-mail address | E-mail 1 - Value | Primary email | Contact email | Contact email address | Work email | Business email | Email 1 | Mail | Address | Email addresses | Secondary email | Email 2 | E-mail 2 Address | E-mail 2 - Value',
    outletEmail:
      'Outlet email | Outlet email address | Outlet e-mail | Media email | Newsroom email | Publication email | Company email | General email',
    name: 'Name | Full name | Contact name | Display name | Journalist | Contact | Journalist name | Contact person',
    firstName: 'First name | Firstname | Given name | FName | Contact first name',
    middleName: 'Middle name | Additional name',
    lastName: 'Last name | Lastname | Family name | Surname | LName | Contact last name',
    outlet:
      'Outlet | Outlets | Outlet name | Primary outlet | Media outlet | Publication | Publications | Company | Company name | Organisation | Organization | Associated company | Organization name | Organization 1 - Name | Media | Media name | Media organisation | Employer',
    outletKind: 'Outlet type | Outlet kind | Media type | Medium type | OutletKind',
    role: 'Role | Title | Job title | Position | Function | Organization title | Organization 1 - Title | Jobtitle | Occupation',
    phone:
      'Phone | Phone number | Telephone | Telephone number | Tel | Direct phone | Direct line | Contact phone | Work phone | Business phone | Primary phone | Phone 1 - Value | Mobile | Mobile phone | Mobile phone number | Mobile number | Cell | Cell phone | Phone 2 - Value',
    beats:
      'Beats | Beat | Topics | Topic | Subjects | Subject | Contact topics | Contact subjects | Coverage | Covers | Tags | Interests | Labels | Categories | Group membership | Areas of interest | Expertise',
    regions:
      'Regions | Region | Country | Country/Region | Contact country | CC | Location | Outlet country | Business Country/Region | Address 1 - Country',
    languages:
      'Languages | Language | Preferred language | Working languages | Contact language | Lang | Locale',
    zone: 'Zone | Time zone | Timezone',
    tier: 'Tier | Priority | Media tier | Rank',
    notes: 'Notes | Note | Comments | Comment | Remarks',
    status:
      'Status | Subscription status | Subscriber status | Email status | Member status | Marketing contact status',
    optedOut:
      'Suppressed | Do not contact | DNC | Do not email | Unsubscribed | Opted out | Opt-out | Email opt out | Opted out of all email | Unsubscribed from all email | Has unsubscribed | Do not mail',
    unsubscribedAt: 'Unsub time | Unsubscribed at | Unsubscribe date | Unsubscribed date | Opted out at',
    bouncedAt: 'Email hard bounce reason | Clean time | Bounced at | Hard bounced at',
    bounceCount: 'Marketing emails bounced | Emails bounced | Bounce count | Bounces',
    consentAt:
      'Confirm time | Optin time | Opt-in time | Consent at | Consent date | Subscribed at | Subscription date',
    consentSource: 'Consent source | Consent | Opt-in source',
  },
  lists: 'Lists | List',
  halfNames: 'Name',
  statuses: {
    complained: ['complain', 'spam', 'abuse'],
    bounced: ['^clean', 'bounce', 'invalid', 'undeliverable', 'unknown user', 'unknownuser'],
    suppressed: ['do not', 'donot', 'dnc', 'suppress', 'block', 'archived', 'deleted'],
    unsubscribed: [
      'unsub',
      'opt out',
      'optout',
      'opted out',
      'optedout',
      'non subscri',
      'nonsubscri',
      'not subscri',
      'notsubscri',
      'removed',
      'left',
    ],
    welcome: [
      '^subscri',
      '^resubscri',
      '^active',
      '^enabled',
      '^confirmed',
      '^valid',
      '^ok',
      '^yes',
      '^member',
      '^pending',
      '^marketing',
      '^non marketing',
      '^deliverable',
      '^verified',
    ],
  },
  no: 'no | n | n/a | false | none | never | 0',
  forbids: ['do not', 'dnc', 'suppressed'],
};
