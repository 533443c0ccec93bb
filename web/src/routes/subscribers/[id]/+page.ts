/** One document for all of them: what is shown follows from the address. */
export const entries = () => [{ id: '_' }];
