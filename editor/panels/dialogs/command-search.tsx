/** Search for a command by its words; Enter runs the first one found. */

import { useState } from 'react';
import { type Command, shownKey } from '../../commands/command.ts';
import { closeDialog } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';

interface CommandSearchProps {
  readonly open: boolean;
  readonly commands: readonly Command[];
}

export function CommandSearch({ open, commands }: CommandSearchProps) {
  return (
    <Dialog open={open} title="Search commands" onClose={closeDialog}>
      <Search commands={commands} />
    </Dialog>
  );
}

function Search({ commands }: { readonly commands: readonly Command[] }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const words = query.toLowerCase().split(/\s+/);
  const found = commands.filter(
    ({ label, group, enabled }) =>
      enabled?.() !== false &&
      words.every((word) => `${group} ${label}`.toLowerCase().includes(word)),
  );
  const chosen = Math.min(at, found.length - 1);
  function run(command: Command | undefined): void {
    if (command === undefined) return;
    closeDialog();
    // After the dialog has given the focus back.
    requestAnimationFrame(command.run);
  }
  return (
    <>
      <input
        className="field-input"
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls="command-results"
        aria-activedescendant={
          found[chosen] === undefined ? undefined : `command-${found[chosen].id}`
        }
        aria-label="Command"
        placeholder="What do you want to do?"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setAt(
              Math.max(
                0,
                Math.min(found.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1)),
              ),
            );
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(found[chosen]);
          }
        }}
      />
      <div id="command-results" className="command-results" role="listbox" aria-label="Commands">
        {found.map((command, i) => (
          <div
            key={command.id}
            id={`command-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className={i === chosen ? 'command chosen' : 'command'}
            onPointerDown={(event) => {
              event.preventDefault();
              run(command);
            }}
          >
            <span>{command.label}</span>
            <span className="quiet">{command.group}</span>
            {command.keys.length > 0 && <kbd>{shownKey(command)}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="quiet">No command has these words.</p>}
    </>
  );
}
