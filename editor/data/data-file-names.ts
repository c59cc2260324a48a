/** Which files hold data, by their names; others hold graphs. */

const ENDINGS = /\.(?:csv|tsv|txt|data|bin|idx|gz)$|-ubyte$/i;

/** True for a file that is data by its name. */
export function isDataFile({ name }: Pick<File, 'name'>): boolean {
  return ENDINGS.test(name);
}
