/** The few words of languages the newsroom does not write that matter all the same: a label is one, an embargo holds. */
export const elsewhere = {
  /** Italian, Dutch, Indonesian. */
  labels: 'comunicato stampa | persbericht | siaran pers',
  /** Italian, Dutch. */
  embargo: '~sotto embargo~ | ~embargo fino~ | ~onder embargo~ | ~embargo tot~',
};
