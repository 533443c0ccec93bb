/** Runs a program (see tools.mjs) as a child process, Node 24 first on its PATH, and passes signals on to it. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { bin, compileCache } from './paths.mjs';

const forwardedSignals = ['SIGINT', 'SIGTERM'];

/** Runs it on this terminal. Resolves to its exit code; 128 + n when signal n ended it. */
export async function inForeground(program) {
  const { exitCode } = await run(program, 'inherit', {});
  return exitCode;
}

/** Runs it without a terminal. Resolves to its exit code and all it printed, both streams as they came. */
export function captured(program, extraEnvironment = {}) {
  return run(program, ['ignore', 'pipe', 'pipe'], extraEnvironment);
}

function run({ command, args, cwd }, stdio, extraEnvironment) {
  const env = {
    // Starting takes half as long when what was compiled before is at hand; Node's own variable, which may be set already.
    NODE_COMPILE_CACHE: compileCache,
    ...process.env,
    PATH: bin + delimiter + process.env.PATH,
    ...extraEnvironment,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio });
    const stopForwarding = forwardSignals(child);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve({ exitCode: code ?? 128 + constants.signals[signal], output: Buffer.concat(chunks).toString() });
    });
  });
}

function forwardSignals(child) {
  const forward = (signal) => {
    // ctrl-C in a terminal reaches the child by itself, and npm repeats it to us: once is enough.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, forward);
  return () => {
    for (const signal of forwardedSignals) process.off(signal, forward);
  };
}
