/** The error function in full double precision; JavaScript has none. */

const TWO_OVER_SQRT_PI = 1.1283791670955126;

/**
 * erf(x) = 2/√π ∫₀ˣ exp(-t²) dt. Below 2.5 the series with positive terms only,
 * 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)) (Abramowitz and Stegun 7.1.6), which loses no digits;
 * above, 1 - erfc with the continued fraction of erfc (7.1.14), which needs few terms there.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    const square = x * x;
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * Math.exp(-square) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction);
  const complement = (TWO_OVER_SQRT_PI * Math.exp(-size * size)) / 2 / (size + fraction);
  return Math.sign(x) * (1 - complement);
}
