/** The pages that were open before, newest first, each once: where a search begins before anything is typed. */

const most = 8;

/** The list after `pathname` was opened; `address` is the whole of it, with range and filters. */
export function visited(before: readonly string[], address: string): readonly string[] {
  const pathOf = (each: string) => each.split('?')[0];
  return [address, ...before.filter((each) => pathOf(each) !== pathOf(address))].slice(0, most);
}
