/** Which element of a value is meant, where it has several: a press on it chooses. */

import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { TensorGrid } from '../../widgets/tensor-grid.tsx';

interface ElementChoiceProps {
  readonly tensor: Tensor;
  readonly label: string;
  readonly element: number;
  readonly onElement: (element: number) => void;
}

const NOTHING: ReadonlySet<number> = new Set();

export function ElementChoice({ tensor, label, element, onElement }: ElementChoiceProps) {
  if (tensor.data.length <= 1) return null;
  return (
    <section className="panel-section" aria-label="Which element">
      <TensorGrid
        tensor={tensor}
        label={label}
        kind="value"
        marks={{ lit: NOTHING, picked: element, onPick: onElement }}
      />
    </section>
  );
}
