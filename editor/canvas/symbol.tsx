/** Names of variables in mathematical type: `W1` becomes W with a lowered 1. */
import { GREEK, splitName } from '../../graph-core/explain/node-names.ts';

export function VariableName({ name }: { readonly name: string }) {
  const { base, index } = splitName(name);
  const letters = Object.hasOwn(GREEK, base) ? GREEK[base] : base;
  return (
    <span className={letters.length > 2 ? 'variable-name upright' : 'variable-name'} title={name}>
      {letters}
      {index !== '' && <sub>{index}</sub>}
    </span>
  );
}
