/** What a command reads from and writes to; tests hand in their own. */
import { createReadStream } from 'node:fs';

/** The outside world of a command. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Bytes of a file, or of standard input for `-`; at most `limit` + 1 of them. Rejects as Node does. */
  readonly read: (path: string, limit: number) => Promise<Uint8Array>;
}

/** The process's own streams and files. */
export function processIo(): Io {
  // A reader that has seen enough (`gradwire ops | head`) closes the pipe; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    stdout: (text) => {
      process.stdout.write(text);
    },
    stderr: (text) => {
      process.stderr.write(text);
    },
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
  };
}
