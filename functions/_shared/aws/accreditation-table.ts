import type { Standing } from '../domain/contact.ts';
import { updateStanding } from './standing-item.ts';
import type { Table } from './table.ts';

export type Accreditation = NonNullable<Standing['accreditation']>;

/** Who may get embargoed releases: a part of the standing. */
export function accreditationTable(table: Table) {
  return {
    async accredit(contactId: string, accreditation: Accreditation): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'accreditation = :accreditation',
        values: { ':accreditation': accreditation },
      });
    },

    /**
     * Accredits a person who accepted the terms. Only possible while an admin's offer of this version exists; otherwise
     * false.
     */
    acceptTerms: (contactId: string, accreditation: Accreditation): Promise<boolean> =>
      updateStanding(table, contactId, {
        set: 'accreditation = :accreditation',
        condition: 'termsOffered.version = :version',
        values: { ':accreditation': accreditation, ':version': accreditation.termsVersion },
      }),

    async offerTerms(contactId: string, offer: NonNullable<Standing['termsOffered']>): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'termsOffered = :offer',
        values: { ':offer': offer },
      });
    },

    /** Removes the accreditation and any offer of the terms. */
    async revokeAccreditation(contactId: string): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'accreditation = :none, termsOffered = :none',
        values: { ':none': null },
      });
    },
  };
}
