/** The dashboard is drawn in the browser alone: its pages live on data that changes by the second. */
export const ssr = false;
