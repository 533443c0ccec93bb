/** Notices of the scripts. They go to stderr: the stdout of a command belongs to the command. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Says what begins; the returned function says that it is done, and how long it took. */
export function sayStart(line) {
  const startedMs = performance.now();
  say(`${line} …`);
  return (done) => say(`${done} in ${secondsSince(startedMs)}.`);
}

/** "18.2 s"; `startedMs` as of performance.now(). */
export function secondsSince(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}
