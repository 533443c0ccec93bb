/** Records as JSON, with the numbers that JSON does not have. */

/** Stands alone in an object in the place of such a number; records have no name like it. */
const numberKey = '#';

export function textOfRecords(records: unknown): string {
  return JSON.stringify(records, (_, value: unknown) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? { [numberKey]: Object.is(value, -0) ? '-0' : String(value) }
      : value,
  );
}

/** Throws a `SyntaxError` when the text is not JSON. */
export function recordsOf(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    const special = typeof value === 'object' && value !== null && numberKey in value ? value[numberKey] : null;
    return typeof special === 'string' ? Number(special) : value;
  });
}
