/** All keyboard shortcuts, by group. */

import { COMMAND_GROUPS, type Command, shownKey } from '../../commands/command.ts';
import { closeDialog } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';

interface ShortcutsProps {
  readonly open: boolean;
  readonly commands: readonly Command[];
}

export function Shortcuts({ open, commands }: ShortcutsProps) {
  return (
    <Dialog open={open} wide title="Keyboard shortcuts" onClose={closeDialog}>
      <div className="shortcuts">
        {COMMAND_GROUPS.map((group) => {
          const members = commands.filter(
            (command) => command.group === group && command.keys.length > 0,
          );
          return members.length === 0 ? null : (
            <section key={group} aria-label={group}>
              <h3 className="panel-heading">{group}</h3>
              <dl className="rows">
                {members.map((command) => (
                  <div key={command.id}>
                    <dt>{command.label}</dt>
                    <dd>
                      <kbd>{shownKey(command)}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        <section aria-label="Canvas">
          <h3 className="panel-heading">On the canvas</h3>
          <p className="quiet">
            Tab goes through the nodes in the order of the graph; Enter selects one. Drag from the
            right of a node to the left of another to wire them. Shift and drag selects several.
            Scroll zooms, drag the paper to pan.
          </p>
        </section>
      </div>
    </Dialog>
  );
}
