/** The memory of the loop: addresses from left to right, kernels from top to bottom. */
import { useState } from 'react';
import type {
  BufferDescription,
  CompiledDescription,
} from '../../../graph-core/training/look/compiled-description.ts';
import { formatShape } from '../../widgets/format-number.ts';
import { formatBytes } from './amounts.ts';
import { addressScale, sharesOf } from './memory-scale.ts';

/** Units of the picture; its height grows with the kernels. */
const WIDTH = 1000;
const ROW = 14;

export function MemoryPlan({ description }: { readonly description: CompiledDescription }) {
  const [pointed, setPointed] = useState<string | null>(null);
  const parts = { description, pointed, onPoint: setPointed };
  return (
    <div className="memory">
      <MemoryPicture {...parts} />
      <BlockTable {...parts} />
    </div>
  );
}

interface PartProps {
  readonly description: CompiledDescription;
  /** The block that is pointed at, in the picture or in the table. */
  readonly pointed: string | null;
  readonly onPoint: (block: string | null) => void;
}

function MemoryPicture({ description, pointed, onPoint }: PartProps) {
  const { buffers, kernels } = description;
  const scale = addressScale(buffers, WIDTH);
  return (
    <figure className="memory-figure">
      <svg
        className="memory-picture"
        viewBox={`0 0 ${WIDTH} ${ROW * kernels.length}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${buffers.length} blocks in ${formatBytes(description.memoryBytes)}; the table lists them`}
      >
        {kernels.map(({ name }, i) => (
          <line key={name} className="memory-line" x1={0} x2={WIDTH} y1={ROW * i} y2={ROW * i} />
        ))}
        {buffers.map(({ name, role, address, bytes, first, last, shape }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same
          <rect
            key={name}
            className={`memory-block memory-${role}${name === pointed ? ' pointed' : ''}`}
            x={scale(address)}
            y={ROW * first}
            width={Math.max(2, scale(address + bytes) - scale(address))}
            height={ROW * (last - first + 1)}
            onMouseEnter={() => onPoint(name)}
            onMouseLeave={() => onPoint(null)}
          >
            <title>{`${name} ${formatShape(shape)}, ${formatBytes(bytes)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className="quiet">
        Addresses from left to right, small blocks drawn larger than they are; kernels from top to
        bottom. A block lives from the kernel that writes it to the last that reads it; then its
        place is given to the next. <span className="memory-key memory-source" /> kept from step to
        step <span className="memory-key memory-constant" /> constant{' '}
        <span className="memory-key memory-computed" /> computed anew in each step
      </figcaption>
    </figure>
  );
}

function BlockTable({ description: { buffers }, pointed, onPoint }: PartProps) {
  return (
    <div className="kernels-scroll">
      <table className="kernels-table">
        <thead>
          <tr>
            <th scope="col">block</th>
            <th scope="col">shape</th>
            <th scope="col" className="number">
              address
            </th>
            <th scope="col" className="number">
              size
            </th>
            <th scope="col">lives</th>
            <th scope="col">same place as</th>
          </tr>
        </thead>
        <tbody>
          {buffers.map((buffer) => (
            <tr
              key={buffer.name}
              className={buffer.name === pointed ? 'pinned' : ''}
              onMouseEnter={() => onPoint(buffer.name)}
              onMouseLeave={() => onPoint(null)}
            >
              <th scope="row">
                <button
                  type="button"
                  className="kernel-button"
                  onFocus={() => onPoint(buffer.name)}
                  onBlur={() => onPoint(null)}
                >
                  <span className={`memory-key memory-${buffer.role}`} aria-hidden="true" />
                  {buffer.name}
                </button>
              </th>
              <td>{formatShape(buffer.shape)}</td>
              <td className="number">{buffer.address.toLocaleString('en-US')}</td>
              <td className="number">{formatBytes(buffer.bytes)}</td>
              <td className="quiet">{livesOf(buffer)}</td>
              <td className="quiet">{sharesOf(buffer, buffers).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** When a block is needed, in words. */
function livesOf({ role, first, last }: BufferDescription): string {
  if (role === 'source') return 'from step to step';
  if (role === 'constant') return 'always';
  return first === last ? `in kernel ${first}` : `kernels ${first} to ${last}`;
}
