/** News agencies and wire services, which put their name into a dateline: `STAMFORD, Conn.--(BUSINESS WIRE)--`. */
export const agencies = {
  inBrackets: [
    'business[ ]wire | marketwire | marketwired | globe[ ]newswire | pr[ ]newswire | afp | ap | reuters | dpa | epa | efe',
    'tass | тасс | xinhua | vna | ttxvn | ots | afp relaxnews | newswire | accesswire | cision',
  ],
  anywhere: 'pr[ ]newswire[-~] | 美通社 | news aktuell | newswire.ca | globenewswire',
};
