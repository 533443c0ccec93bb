/** Finds the names of a subscriber among the words of what somebody wrote. */

/** A shorter name is too often something else: a port, an hour, a count. */
const leastCharacters = 4;

/**
 * A pattern, as JavaScript (flag `u`) and RE2 have it, for the names as words of their own; what stands before and after is in
 * groups. Null when none of them is long enough.
 */
export function patternOfNames(names: readonly string[]): string | null {
  const long = names.filter((name) => name.length >= leastCharacters);
  if (long.length === 0) return null;
  const words = long.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|');
  return String.raw`(^|[^\p{L}\p{N}_])(?:${words})([^\p{L}\p{N}_]|$)`;
}
