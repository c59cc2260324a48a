/** "Did you mean …?": the known name closest to one that is not known. */

/** The nearest candidate by edit distance, or null when none is near. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  if (name.length > 64) return null;
  const wanted = name.toLowerCase();
  let nearest: string | null = null;
  let smallest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    if (Math.abs(known.length - wanted.length) >= smallest) continue;
    const distance = editDistance(wanted, known);
    // Two names with nothing in common, such as x and y, are not near.
    if (distance < smallest && distance < Math.max(known.length, wanted.length)) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** The nearest name as a hint, or all names where they are few, or `otherwise`. */
export function suggestion(name: string, candidates: readonly string[], otherwise: string): string {
  const nearest = nearestName(name, candidates);
  if (nearest !== null) return `did you mean ${nearest}?`;
  if (candidates.length > 0 && candidates.length <= 6) return `use ${candidates.join(' or ')}`;
  return otherwise;
}

/** Insertions, deletions, replacements and swaps of neighbors (Damerau 1964), two rows at a time. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, above[j] + 1, above[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    before = above;
    above = row;
  }
  return above[b.length];
}
