/** Entry of every npm script: refuses a Node that is too old, then hands over. Old syntax on purpose: it has to parse on the Node it refuses. */
var oldest = 20;

if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write('Tidewatch needs Node ' + oldest + ' or newer; this is Node ' + process.versions.node + '.\n');
  process.exitCode = 1;
} else {
  import('./tasks.mjs')
    .then((tasks) => tasks.runTask(process.argv[2], process.argv.slice(3)))
    .then(
      (exitCode) => {
        process.exitCode = exitCode;
      },
      (error) => {
        process.stderr.write(error.stack + '\n');
        process.exitCode = 1;
      },
    );
}
