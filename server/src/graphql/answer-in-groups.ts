/** Answers the keys of a loader with few questions: one for each group of keys that can share it. */
export async function answerInGroups<Key, Value>(
  keys: readonly Key[],
  groupOf: (key: Key) => string,
  ask: (group: readonly Key[]) => Promise<(key: Key) => Value>,
): Promise<Value[]> {
  const groups = Map.groupBy(keys, groupOf);
  const answers = new Map(
    await Promise.all([...groups].map(async ([name, group]) => [name, await ask(group)] as const)),
  );
  return keys.map((key) => answers.get(groupOf(key))!(key));
}
