/** What a file's name says. Small and free of readers: a page asks it of every file that is dropped. */

/** After the name: a copy's number, as browsers and systems write it. */
const COPY = /(?:[ ._-]*\(\d+\)| - copy(?: \(\d+\))?| copy(?: \d+)?)$/i;

/** Forms that are read, and forms that are refused with what to do. */
const ENDINGS =
  /\.(?:csv|tsv|tab|txt|dat|data|bin|idx|gz|xlsx?|xlsm|ods|npy|npz|tar|tgz|zip|7z|rar|bz2|xz|zst|parquet|arrow|feather|h5|hdf5?|mat|pkl|pickle|rds|rdata|sqlite|db|arff|dta)$/i;

/** `train-images-idx3-ubyte`, and with a dot in it. */
const IDX = /\.idx$|[-.]ubyte$/i;

/** The name without the number of a copy and `.gz`: `a.csv (1)` and `a.csv.gz` are `a.csv`. */
export function plainName(name: string): string {
  return name.replace(COPY, '').replace(/\.gz$/i, '').replace(COPY, '');
}

/** True for a file that is data by its name; others hold graphs. */
export function isDataName(name: string): boolean {
  return ENDINGS.test(name) || ENDINGS.test(plainName(name)) || isIdxName(name);
}

/** True for a file that is IDX by its name. */
export function isIdxName(name: string): boolean {
  return IDX.test(plainName(name));
}
