/** What a symmetric matrix does to lengths: its eigenvalues, and how far they are apart. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Eigenvalues of a symmetric matrix, the largest first. */
export interface Spectrum {
  readonly eigenvalues: readonly number[];
  /** Largest |λ| by least |λ|: the condition number in the 2-norm; infinite where one is 0. */
  readonly condition: number;
  /** All positive: a minimum when the gradient is 0; all negative: a maximum; else a saddle, or flat somewhere. */
  readonly curvature: 'up' | 'down' | 'saddle' | 'flat';
}

/** The largest matrix whose eigenvalues are computed: rows. */
export const MOST_EIGENVALUES = 200;
/** Entries this much apart, relative to the largest, are still the same: rounding of two ways to compute one number. */
const SYMMETRIC = 1e-9;
/** An eigenvalue is 0 below this share of the largest. */
const NOTHING = 1e-12;

/** The spectrum; null where the matrix is not square, symmetric, finite and small enough. */
export function spectrum(data: Float64Array, size: number): Spectrum | null {
  if (size === 0 || size > MOST_EIGENVALUES || data.length !== size * size) return null;
  const largest = data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!Number.isFinite(largest)) return null;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(data[i * size + j] - data[j * size + i]) > SYMMETRIC * largest) return null;
    }
  }
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      matrix.set(i, j, (data[i * size + j] + data[j * size + i]) / 2);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const eigenvalues = [...realEigenvalues].sort((a, b) => b - a);
  const sizes = eigenvalues.map(Math.abs);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  const isNothing = (value: number): boolean => Math.abs(value) <= NOTHING * most;
  const condition = isNothing(least) ? Number.POSITIVE_INFINITY : most / least;
  return { eigenvalues, condition, curvature: curvatureOf(eigenvalues, isNothing) };
}

function curvatureOf(
  eigenvalues: readonly number[],
  isNothing: (value: number) => boolean,
): Spectrum['curvature'] {
  const up = eigenvalues.some((value) => value > 0 && !isNothing(value));
  const down = eigenvalues.some((value) => value < 0 && !isNothing(value));
  if (up && down) return 'saddle';
  if (eigenvalues.some(isNothing)) return 'flat';
  return up ? 'up' : 'down';
}
