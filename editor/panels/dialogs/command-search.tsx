/** Search for a command by its words; Enter runs the first one found. */
import { type KeyboardEvent, useState } from 'react';
import { type Command, isEnabled, runCommand } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/commands.ts';
import { KeyCap } from '../../controls/key-cap.tsx';
import { closeDialog } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';

export function CommandSearch({ open }: { readonly open: boolean }) {
  return (
    <Dialog open={open} title="Search commands" onClose={closeDialog}>
      <Search />
    </Dialog>
  );
}

/** Commands that have all the words and something to do. */
function matches(query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/);
  return COMMANDS.filter((command) => {
    const text = `${command.group} ${command.label}`.toLowerCase();
    return words.every((word) => text.includes(word)) && isEnabled(command);
  });
}

function choose(command: Command | undefined): void {
  if (command === undefined) return;
  closeDialog();
  // After the dialog has given the focus back.
  requestAnimationFrame(() => runCommand(command));
}

function Search() {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const results = matches(query);
  const chosen = Math.min(at, results.length - 1);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = chosen + (event.key === 'ArrowDown' ? 1 : -1);
      setAt(Math.max(0, Math.min(results.length - 1, next)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(results[chosen]);
    }
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
          results[chosen] === undefined ? undefined : `command-${results[chosen].id}`
        }
        aria-label="Command"
        placeholder="What do you want to do?"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="command-results" className="command-results" role="listbox" aria-label="Commands">
        {results.map((command, i) => (
          <Result key={command.id} command={command} isChosen={i === chosen} />
        ))}
      </div>
      {results.length === 0 && <p className="quiet">No command has these words.</p>}
    </>
  );
}

function Result({ command, isChosen }: { readonly command: Command; readonly isChosen: boolean }) {
  return (
    <div
      id={`command-${command.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={isChosen ? 'command chosen' : 'command'}
      onPointerDown={(event) => {
        event.preventDefault();
        choose(command);
      }}
    >
      <span>{command.label}</span>
      <span className="quiet">{command.group}</span>
      <KeyCap command={command} />
    </div>
  );
}
