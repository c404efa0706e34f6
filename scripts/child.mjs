import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program to its end and resolves to its exit code. Its output is shown as it comes, or, with `shown: 'afterwards'`, when
 * it has ended. Signals from the terminal reach it by themselves, those sent to this process are passed on.
 */
export function runShown(command, args, env = {}, { shown = 'at once' } = {}) {
  return new Promise((resolve) => {
    const output = shown === 'afterwards' ? 'pipe' : 'inherit';
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
    const pass = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    const end = (code) => {
      process.stdout.write(Buffer.concat(said.splice(0)));
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
      resolve(code);
    };
    child.on('error', () => end(1));
    child.on('close', (code) => end(code ?? 1));
  });
}
