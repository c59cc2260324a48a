/** What a data file may ask for. Each is checked before anything of that size is allocated. */

/** Bytes of all files opened together, unpacked: 256 MiB. */
export const MAX_DATA_BYTES = 2 ** 28;

/** Cells of a table: 256 MiB as doubles. */
export const MAX_CELLS = 2 ** 25;

/** Pixels along each side of an image. */
export const MAX_SIDE = 4096;
