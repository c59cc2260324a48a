/** Every command there is, in the order of the help: a new one is a record in one of these files. */
import type { Command } from './command.ts';
import { EDIT_COMMANDS } from './edit-commands.ts';
import { FILE_COMMANDS } from './file-commands.ts';
import { GRAPH_COMMANDS } from './graph-commands.ts';
import { HELP_COMMANDS } from './help-commands.ts';
import { INSIGHT_COMMANDS } from './insight-commands.ts';
import { LESSON_COMMANDS } from './lesson-commands.ts';
import { STEP_COMMANDS } from './step-commands.ts';
import { TRAIN_COMMANDS } from './train-commands.ts';
import { VIEW_COMMANDS } from './view-commands.ts';

/** All commands. */
export const COMMANDS: readonly Command[] = [
  ...FILE_COMMANDS,
  ...EDIT_COMMANDS,
  ...GRAPH_COMMANDS,
  ...VIEW_COMMANDS,
  ...STEP_COMMANDS,
  ...INSIGHT_COMMANDS,
  ...TRAIN_COMMANDS,
  ...LESSON_COMMANDS,
  ...HELP_COMMANDS,
];
