/** Names of variables in mathematical type: `W1` becomes W with a lowered 1. */

/** Greek names people type. */
const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  phi: 'φ',
  omega: 'ω',
};

/** A name split into what stands on the line and what is lowered. */
export function splitName(name: string): { readonly base: string; readonly index: string } {
  const parts = /^(\p{L}+)_?([\p{L}\d]*?)$/u.exec(name);
  const digits = /^(\p{L}+?)_?(\d+)$/u.exec(name);
  const underscore = /^(\p{L}+)_([\p{L}\d]+)$/u.exec(name);
  const [base, index] = digits?.slice(1) ?? underscore?.slice(1) ?? [parts?.[1] ?? name, ''];
  return { base: GREEK[base] ?? base, index };
}

export function VariableName({ name }: { readonly name: string }) {
  const { base, index } = splitName(name);
  const upright = base.length > 2;
  return (
    <span className={upright ? 'variable-name upright' : 'variable-name'}>
      {base}
      {index !== '' && <sub>{index}</sub>}
    </span>
  );
}
