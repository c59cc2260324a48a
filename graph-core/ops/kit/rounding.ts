/** Rounding as IEEE 754, PyTorch and ONNX round. */

/** The nearest whole number; of two equally near ones the even one. */
export function roundToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  const even = below % 2 === 0 ? below : below + 1;
  return even === 0 && x < 0 ? -0 : even;
}
