/** Names of people as the server takes them: one line that can be read, with nothing hidden in it. */

const printable = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;

/** The name without blanks around it; null for none and for what is no name. */
export function personName(text: string): string | null {
  const name = text.trim();
  return printable.test(name) ? name : null;
}
