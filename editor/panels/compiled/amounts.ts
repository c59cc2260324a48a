/** Sizes and times as text. */
import { formatNumber } from '../../widgets/format-number.ts';

/** `812 B`, `3.2 kB`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${formatNumber(bytes / 1e3, { digits: 3 })} kB`;
  return `${formatNumber(bytes / 1e6, { digits: 3 })} MB`;
}

/** µs as `0.052 µs`, `12.3 µs`, `1.2 ms`; an ellipsis while it is not known. */
export function formatTime(microseconds: number): string {
  if (Number.isNaN(microseconds)) return '…';
  if (microseconds < 1000) return `${formatNumber(microseconds, { digits: 3 })} µs`;
  return `${formatNumber(microseconds / 1000, { digits: 3 })} ms`;
}

/** So many in so many µs, in billions a second; empty while the time is not known. */
export function formatRate(count: number, microseconds: number): string {
  if (count === 0 || Number.isNaN(microseconds)) return '';
  return formatNumber(count / microseconds / 1000, { digits: 3 });
}
