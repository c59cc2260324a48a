/** Why the system refuses a file, in words: people get no codes. */
import { getSystemErrorMap } from 'node:util';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'that is not allowed',
  EPERM: 'that is not allowed',
  EROFS: 'it lies where nothing can be written',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EBUSY: 'another program uses it',
  ETXTBSY: 'another program uses it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the links in the path go in a circle',
  EIO: 'the disk does not answer',
  EAGAIN: 'nothing is there to be read yet',
};

/** The reason behind what Node throws. */
export function fileReason(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'the system gives no reason';
  const reason = REASONS[String(error.code)];
  if (reason !== undefined) return reason;
  const [, words] = 'errno' in error ? (getSystemErrorMap().get(Number(error.errno)) ?? []) : [];
  return words ?? 'the system gives no reason';
}
