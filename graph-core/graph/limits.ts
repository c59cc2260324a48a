/**
 * What a document may hold: one set of limits for files, commands, the command line and the worker, so that
 * whatever one of them makes the others open. Each is checked before anything of that size is allocated.
 */

/** Bytes of a file in UTF-8: 16 MiB. */
export const MAX_BYTES = 16 * 2 ** 20;

/** Nested objects and lists; the deepest document (a tensor of rank 8 at a stop of a lesson) has 14. */
export const MAX_DEPTH = 16;

/** Nodes of a document. */
export const MAX_NODES = 20_000;

/** Edges of a document. */
export const MAX_EDGES = 80_000;

/** Attributes of a node. */
export const MAX_ATTRS = 64;

/** Numbers written into one attribute. */
export const MAX_ATTR_ELEMENTS = 1_000_000;

/**
 * Trained weights kept in a document that is being edited: every change of it is compared, saved and kept for undo.
 * Larger ones belong into a file of their own.
 */
export const MAX_EDITED_WEIGHTS = 20_000;

/** Items of all lists of a file together. */
export const MAX_LIST_ITEMS = 2_000_000;

/** Fields of all objects of a file together. */
export const MAX_FIELDS = 1_000_000;

/** Characters of a text in an attribute. */
export const MAX_TEXT_LENGTH = 200;

/** Distance from the origin of the canvas, px. */
export const MAX_POSITION = 1e7;

/** Examples of a data set, generated or taken from a file, and in a batch of it. */
export const MAX_EXAMPLES = 100_000;

/** Numbers that the features of a data set may have together: 256 MiB as floats. */
export const MAX_FEATURE_NUMBERS = 2 ** 26;

/** Classes that a target may have. */
export const MAX_CLASSES = 1000;

/** Learning rate. */
export const MAX_RATE = 1e6;

/** Standard deviation of the noise of a data set, and the size of any option of one. */
export const MAX_DATA_OPTION = 1e6;

/** Share of the examples held out. */
export const MAX_TEST_SHARE = 0.9;

/** Class of a point drawn by hand, counted from 0. */
export const MAX_DRAWN_CLASS = 8;

/** Options of a data set, an optimizer or a schedule. */
export const MAX_OPTIONS = 16;

/** Steps that an option of a schedule can count: f32 counts every whole number up to there. */
export const MAX_OPTION_STEPS = 2 ** 24;

/** Columns of a data file. */
export const MAX_COLUMNS = 10_000;

/** Points drawn by hand. */
export const MAX_DRAWN_POINTS = 2_000;

/** Problems reported for one file; the rest is counted. */
export const MAX_PROBLEMS = 100;

/** Elements one tensor may have: 128 MiB in f64. */
export const MAX_TENSOR_ELEMENTS = 2 ** 24;

/** Elements that the variables of a document may have together: 256 MiB; their gradients need as many. */
export const MAX_SOURCE_ELEMENTS = 2 ** 25;

/** Elements that one evaluation or training step may allocate: 512 MiB in f64. */
export const MAX_TOTAL_ELEMENTS = 2 ** 26;

/** Bytes of a checkpoint. */
export const MAX_CHECKPOINT_BYTES = 2 ** 29;

/** Characters of one text of a lesson. */
export const MAX_LESSON_TEXT = 20_000;

/** Stops of a lesson. */
export const MAX_LESSON_STOPS = 100;

/** Nodes, wires, values, blanks or choices that one part of a lesson names. */
export const MAX_LESSON_PLACES = 1_000;

/** Updates before a position in time. */
export const MAX_ITERATION = 1e12;
