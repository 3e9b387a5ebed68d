const named = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Never part of a release. Their words are still searched for an embargo, but for those in `wordless`. */
export const droppedTags = named(
  'script style template noscript iframe frame frameset object embed applet svg math form input button select ' +
    'textarea canvas audio video map link meta base dialog menu portal title head noembed noframes xmp plaintext ' +
    'marquee translator version',
);

/** Of the dropped ones, those whose absence the desk is told of: they would act, load or play. */
export const actingTags = named(
  'script iframe frame object embed applet svg form base video audio math portal',
);

/** Code and drawings: what stands in them is no sentence of a person. */
export const wordlessTags = named('script style svg math');

/** Around the text of a page, never in it. */
export const furnitureTags = named('nav aside');

/** Begin a line of their own. */
export const blockTags = named(
  'address article blockquote center dd details dir div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 ' +
    'header hgroup hr img li main ol p picture pre section summary table tbody td tfoot th thead tr ul body nav aside',
);

export const boldTags = named('b strong');
export const italicTags = named('i em cite');
export const codeTags = named('code kbd samp tt');

/** Of these, one that holds nothing but links is a menu. */
export const menuTags = named('div ul ol p header footer section');
