/** How the API writes a value of ours that is one of a few: `bad-number` as `BAD_NUMBER`. */
export function enumName(value: string): string {
  return value.toUpperCase().replaceAll('-', '_');
}
