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
  const { buffers, kernels } = description;
  const [pointed, setPointed] = useState<string | null>(null);
  const scale = addressScale(buffers, WIDTH);
  const height = ROW * kernels.length;
  return (
    <div className="memory">
      <figure className="memory-figure">
        <svg
          className="memory-picture"
          viewBox={`0 0 ${WIDTH} ${height}`}
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
              onMouseEnter={() => setPointed(name)}
              onMouseLeave={() => setPointed(null)}
            >
              <title>{`${name} ${formatShape(shape)}, ${formatBytes(bytes)}`}</title>
            </rect>
          ))}
        </svg>
        <figcaption className="quiet">
          Addresses from left to right, small blocks drawn larger than they are; kernels from top to
          bottom. A block lives from the kernel that writes it to the last that reads it; then its
          place is given to the next. <span className="memory-key memory-source" /> kept from step
          to step <span className="memory-key memory-constant" /> constant{' '}
          <span className="memory-key memory-computed" /> computed anew in each step
        </figcaption>
      </figure>
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
                onMouseEnter={() => setPointed(buffer.name)}
                onMouseLeave={() => setPointed(null)}
              >
                <th scope="row">
                  <button
                    type="button"
                    className="kernel-button"
                    onFocus={() => setPointed(buffer.name)}
                    onBlur={() => setPointed(null)}
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
    </div>
  );
}

/** When a block is needed, in words. */
function livesOf({ role, first, last }: BufferDescription): string {
  if (role === 'source') return 'from step to step';
  if (role === 'constant') return 'always';
  return first === last ? `in kernel ${first}` : `kernels ${first} to ${last}`;
}
