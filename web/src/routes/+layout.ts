/** The dashboard is drawn in the browser alone: its pages live on data that changes by the second. */
export const ssr = false;
/** A page of one address gets an empty document of its own, which names the code it needs before any of it has run. */
export const prerender = 'auto';
