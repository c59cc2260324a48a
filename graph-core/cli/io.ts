/** What a command reads from and writes to; tests hand in their own. */
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { fileReason } from './file-reason.ts';

/** The outside world of a command. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** True when there is something with this path. */
  readonly exists: (path: string) => Promise<boolean>;
  /** Bytes of a file, or of standard input for `-`; at most `limit` + 1 of them. Rejects as Node does. */
  readonly read: (path: string, limit: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** Replaces a file at once: a reader finds the old one or the new one. Rejects as Node does. */
  readonly write: (path: string, contents: string | Uint8Array) => Promise<void>;
  /** Rejects as `write` would, and changes nothing. */
  readonly probe: (path: string) => Promise<void>;
  /** True when a person sees standard error: then a line of progress may be redrawn there. */
  readonly isTerminal: boolean;
  /** Time in ms. */
  readonly now: () => number;
  /** Lets signals come through; false once an interruption (Ctrl-C) has been asked for. */
  readonly breathe: () => Promise<boolean>;
}

/** The process's own streams and files. */
export function processIo(): Io {
  // A reader that has seen enough (`gradwire ops | head`) closes the pipe; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`gradwire: cannot write standard output: ${fileReason(error)}\n`);
    process.exit(2);
  });
  let interrupted: boolean | null = null;
  return {
    stdout: (text) => {
      process.stdout.write(text);
    },
    stderr: (text) => {
      process.stderr.write(text);
    },
    exists: async (path) => (await statOf(path)) !== null,
    read: async (path, limit) => {
      const stream = path === '-' ? process.stdin : createReadStream(path, { end: limit });
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of stream) {
        const part = chunk as Uint8Array;
        chunks.push(part);
        bytes += part.length;
        if (bytes > limit) break;
      }
      return Buffer.concat(chunks);
    },
    write: async (path, contents) => {
      const fresh = await besides(path);
      if (fresh === null) return writeFile(path, contents);
      try {
        await writeFile(fresh, contents);
        await rename(fresh, path);
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
    },
    probe: async (path) => {
      const fresh = await besides(path);
      if (fresh === null) return (await open(path, 'a')).close();
      await writeFile(fresh, '');
      await rm(fresh, { force: true });
    },
    isTerminal: process.stderr.isTTY === true,
    now: () => performance.now(),
    breathe: async () => {
      // Only what breathes is interrupted this way; anything else ends at once, as usual.
      if (interrupted === null) {
        interrupted = false;
        process.once('SIGINT', () => {
          interrupted = true;
        });
      }
      await new Promise((resolve) => setImmediate(resolve));
      return !interrupted;
    },
  };
}

/** A new file beside `path` that can take its place; null where a device or a pipe is written to. */
async function besides(path: string): Promise<string | null> {
  const there = await statOf(path);
  if (there?.isDirectory() === true) {
    throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
  }
  return there === null || there.isFile() ? `${path}.${process.pid}.tmp` : null;
}

const statOf = (path: string) => stat(path).catch(() => null);
