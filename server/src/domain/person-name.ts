/** Names of people as they may stand in the triage history: one line that can be read, with nothing hidden in it. */

export const longestName = 64;

const printable = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{1,${longestName}}$`, 'u');

export function isPersonName(text: string): boolean {
  return printable.test(text) && text.trim() === text;
}
