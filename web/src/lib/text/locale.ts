/** The language of these texts, for whatever writes numbers, dates and plurals. */
export const locale = 'en-GB';
