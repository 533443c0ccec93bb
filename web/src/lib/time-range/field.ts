/** Instants in date-and-time fields of a form, which know no zone: they are on the data's clock. */

/** Epoch milliseconds of "2024-01-08T14:20"; NaN for anything else. */
export const readField = (value: FormDataEntryValue | null): number =>
  typeof value === 'string' && value !== '' ? Date.parse(`${value}Z`) : Number.NaN;

/** "2024-01-08T14:20" of epoch milliseconds. */
export const writeField = (at: number): string => new Date(at).toISOString().slice(0, 16);
