/** Where one reads, `[3, 17]`, as a field: another place can be typed. */
import { useState } from 'react';
import { placeOf, readPlace } from './tensor-place.ts';

export interface PlaceFieldProps {
  readonly shape: readonly number[];
  /** Row-major position. */
  readonly index: number;
  readonly onPlace: (index: number) => void;
}

export function PlaceField({ shape, index, onPlace }: PlaceFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const place = draft === null ? index : readPlace(draft, shape);
  const ranges = shape.map((size) => `0–${size - 1}`).join(', ');
  return (
    <>
      <input
        className="field-input"
        type="text"
        inputMode="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        size={Math.max(6, (draft ?? '').length, placeOf(index, shape).join(', ').length + 2)}
        aria-label={`Place, ${ranges}`}
        aria-invalid={place === null}
        value={draft ?? `[${placeOf(index, shape).join(', ')}]`}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          const typed = readPlace(event.target.value, shape);
          // What is typed is shown at once, so that one sees where it leads.
          if (typed !== null) onPlace(typed);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') setDraft(place === null ? draft : null);
          else if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
          }
        }}
        onBlur={() => setDraft(null)}
      />
      {place === null && <span role="status">between [{ranges}]</span>}
    </>
  );
}
