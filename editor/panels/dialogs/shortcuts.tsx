/** All keyboard shortcuts, by group. */
import { COMMAND_GROUPS } from '../../commands/command.ts';
import { COMMANDS } from '../../commands/commands.ts';
import { KeyCap } from '../../controls/key-cap.tsx';
import { closeDialog } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';

export function Shortcuts({ open }: { readonly open: boolean }) {
  return (
    <Dialog open={open} wide title="Keyboard shortcuts" onClose={closeDialog}>
      <div className="shortcuts">
        {COMMAND_GROUPS.map((group) => {
          const members = COMMANDS.filter(
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
                      <KeyCap command={command} />
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
