// Fair timing: both sides in one process, in interleaved rounds, after a warm-up; medians.

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function time(run, repeat) {
  const start = performance.now();
  for (let i = 0; i < repeat; i++) run();
  return (performance.now() - start) / repeat;
}

/** Times two functions that give the same number; a row with medians in ms and their ratio. */
export function compare({ title, target, ours, peer, peerName, tolerance, rounds, repeat }) {
  const [a, b] = [ours(), peer()];
  if (!(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)))) {
    throw new Error(`${title}: ours gives ${a}, ${peerName} gives ${b}`);
  }
  for (let i = 0; i < 3; i++) {
    time(ours, repeat);
    time(peer, repeat);
  }
  const times = { ours: [], peer: [] };
  for (let i = 0; i < rounds; i++) {
    times.ours.push(time(ours, repeat));
    times.peer.push(time(peer, repeat));
  }
  const [mine, theirs] = [median(times.ours), median(times.peer)];
  return { title, target, ours: mine, peerName, peer: theirs, ratio: theirs / mine };
}
