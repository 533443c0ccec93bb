/** Names of devices as they are typed: separated by commas; nothing typed means all of them. */
export function deviceNames(typed: string): string[] | null {
  const names = typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? null : names;
}
