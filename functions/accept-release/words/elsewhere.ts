/** The few words of languages the newsroom does not write that matter all the same: a label is one, an embargo holds. */
export const elsewhere = {
  /** Italian, Dutch, Indonesian. */
  labels: 'comunicato stampa | persbericht | siaran pers',
  /** Italian, Portuguese, Dutch. */
  embargo:
    '~sotto embargo~ | ~embargo fino~ | ~sob embargo~ | ~embargo até~ | ~onder embargo~ | ~embargo tot~',
  /** Inside the names of places. Portuguese. */
  inPlaces: 'e | na | do | da | dos',
};
