/** A menu of the top bar: the commands whose records stand in it, section by section. */
import { type MenuPlace, runCommand, shownKey } from '../commands/command.ts';
import { COMMANDS } from '../commands/commands.ts';
import { Menu, type MenuEntry } from '../widgets/menu.tsx';

export function CommandMenu({ name }: { readonly name: MenuPlace['name'] }) {
  return <Menu label={name} entries={entriesOf(name)} />;
}

function entriesOf(name: MenuPlace['name']): readonly MenuEntry[] {
  const members = COMMANDS.filter(({ menu }) => menu?.name === name);
  const sections = [...new Set(members.map(({ menu }) => menu?.section ?? 0))].sort(
    (a, b) => a - b,
  );
  return sections.flatMap((section, i) => [
    ...(i === 0 ? [] : (['separator'] as const)),
    ...members
      .filter(({ menu }) => menu?.section === section)
      .map((command) => ({
        label: command.label,
        shortcut: shownKey(command),
        onSelect: () => runCommand(command),
      })),
  ]);
}
