/** Every operation by category: drag one onto the canvas, or press it to add it where there is room. */
import './palette.css';
import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CATEGORIES } from '../../../graph-core/ops/kit/operation.ts';
import { shownKey } from '../../commands/command.ts';
import { ADD_NODE } from '../../commands/graph-commands.ts';
import { KeyCap } from '../../controls/key-cap.tsx';
import { addInView } from '../../state/document/graph-edits.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { ENTRIES, type Entry, searchOperations } from './search-operations.ts';

export function Palette() {
  const [query, setQuery] = useState('');
  const matches = useMemo(() => searchOperations(query), [query]);
  const searching = query.trim() !== '';
  return (
    <nav className="panel palette" aria-label="Operations">
      <div className="palette-search">
        <input
          id="palette-search"
          className="field-input"
          type="search"
          placeholder="Add a node"
          aria-label="Add a node"
          aria-keyshortcuts={shownKey(ADD_NODE)}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && searching && matches[0] !== undefined) {
              addInView(matches[0].op);
              setQuery('');
            } else if (event.key === 'Escape') {
              // Leaves the field; what was typed and what is selected stay.
              event.preventDefault();
              event.stopPropagation();
              event.currentTarget.blur();
            }
          }}
        />
        {!searching && <KeyCap command={ADD_NODE} className="palette-key" />}
      </div>
      <div className="palette-list">
        {searching ? (
          matches.length === 0 ? (
            <p className="quiet palette-nothing">No operation is called “{query.trim()}”.</p>
          ) : (
            <Entries entries={matches} />
          )
        ) : (
          CATEGORIES.map((category) => (
            <section key={category} aria-label={category}>
              <h2 className="panel-heading palette-category">{category}</h2>
              <Entries entries={ENTRIES.filter((entry) => entry.category === category)} />
            </section>
          ))
        )}
      </div>
      <Ghost />
    </nav>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <ul className="palette-entries">
      {entries.map((entry) => (
        <li key={entry.op}>
          <EntryButton entry={entry} />
        </li>
      ))}
    </ul>
  );
}

/** Distance in px that makes a drag of a press. */
const DRAG_FROM = 6;

function EntryButton({ entry }: { readonly entry: Entry }) {
  const dragged = useRef(false);

  function begin(event: PointerEvent<HTMLButtonElement>): void {
    if (event.button !== 0) return;
    const { clientX, clientY } = event;
    dragged.current = false;
    // Touch captures the pointer by itself; without the capture the canvas sees where it is let go.
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      event.currentTarget.releasePointerCapture(event.pointerId);
    }
    const follow = (move: globalThis.PointerEvent): void => {
      if (dragged.current) return;
      if (Math.hypot(move.clientX - clientX, move.clientY - clientY) < DRAG_FROM) return;
      dragged.current = true;
      canvasStore.setState({ paletteDrag: entry.op });
    };
    const end = (): void => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  }

  return (
    <button
      type="button"
      className="palette-entry"
      title={`${entry.title}. ${entry.summary}`}
      onPointerDown={begin}
      onClick={() => {
        if (!dragged.current) addInView(entry.op);
        dragged.current = false;
      }}
    >
      <span
        className={entry.symbol.length > 2 ? 'palette-symbol word' : 'palette-symbol'}
        aria-hidden="true"
      >
        {entry.symbol.length > 4 ? entry.symbol.slice(0, 3) : entry.symbol}
      </span>
      <span className="palette-title">{entry.title}</span>
    </button>
  );
}

/** What follows the pointer while an operation is dragged. */
function Ghost() {
  const op = useStore(canvasStore, (state) => state.paletteDrag);
  return op === null ? null : (
    <GhostAt symbol={ENTRIES.find((entry) => entry.op === op)?.symbol ?? ''} />
  );
}

function GhostAt({ symbol }: { readonly symbol: string }) {
  return (
    <div
      className="palette-ghost"
      aria-hidden="true"
      ref={(element) => {
        if (element === null) return undefined;
        const move = (event: globalThis.PointerEvent): void => {
          element.style.translate = `${event.clientX}px ${event.clientY}px`;
        };
        window.addEventListener('pointermove', move);
        return () => window.removeEventListener('pointermove', move);
      }}
    >
      {symbol}
    </div>
  );
}
