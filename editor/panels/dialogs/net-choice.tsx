/** The size of a net for a table, and what will be made, layer by layer. */
import { netInWords } from '../../../graph-core/fit/net-for-table.ts';
import {
  type HiddenWidths,
  hiddenWidths,
  MAX_WIDTH,
  weightCount,
} from '../../../graph-core/fit/net-size.ts';
import type { TableNeeds } from '../../../graph-core/fit/table-needs.ts';
import { NumberField } from '../../widgets/number-field.tsx';
import { Segmented } from '../../widgets/segmented.tsx';

export interface NetChoiceProps {
  readonly needs: TableNeeds;
  readonly hidden: HiddenWidths;
  readonly onChange: (hidden: HiddenWidths) => void;
}

const SIZES = [
  { value: '0', label: 'Linear' },
  { value: '1', label: '1 hidden layer' },
  { value: '2', label: '2 hidden layers' },
] as const;

type Layers = (typeof SIZES)[number]['value'];

export function NetChoice({ needs, hidden, onChange }: NetChoiceProps) {
  const { dataset } = needs;
  const heldOut = Math.round(dataset.size * (dataset.testShare ?? 0));
  const number = (count: number): string => count.toLocaleString('en-US');
  return (
    <>
      <div className="net-size">
        <Segmented<Layers>
          label="Size of the net"
          options={SIZES}
          value={SIZES[Math.min(hidden.length, 2)].value}
          onChange={(layers) => onChange(hiddenWidths(needs, Number(layers)))}
        />
        {hidden.map((width, layer) => (
          <NumberField
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the net
            key={layer}
            label={hidden.length === 1 ? 'units' : `units, layer ${layer + 1}`}
            value={width}
            integer
            min={1}
            max={MAX_WIDTH}
            inline
            onChange={(next) => onChange(hidden.map((one, at) => (at === layer ? next : one)))}
          />
        ))}
      </div>
      <section aria-label="The net">
        <ol className="net-chain">
          {netInWords(needs, hidden)
            .split(' → ')
            .map((layer, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the net
              <li key={at}>{layer}</li>
            ))}
        </ol>
        <p className="quiet">
          {number(weightCount(needs, hidden))} weights, learned from{' '}
          {number(dataset.size - heldOut)} rows
          {heldOut === 0 ? '' : `; ${number(heldOut)} are held out to see how well it does`}
          {dataset.size < needs.rows ? `; the table has ${number(needs.rows)}` : ''}.
        </p>
      </section>
    </>
  );
}
