/**
 * Files that hold data in a form that is not read here: recognized by how they begin, and told what to do with
 * them instead of being taken for damaged.
 */
import type { Problem } from '../../graph/problem.ts';

/** One form. */
interface Form {
  /** As it is called in a sentence: `an Excel workbook`. */
  readonly title: string;
  readonly hint: string;
  /** What its first bytes are, from `at` on: text, or bytes. */
  readonly begins: string | readonly number[];
  readonly at?: number;
}

const UNPACK = 'unpack it, and open the files in it';
const AS_CSV = 'save the sheet as CSV, and open that';
const PANDAS = (reader: string): string =>
  `write it as CSV: pandas.${reader}("…").to_csv("data.csv", index=False)`;
const IMAGES = 'open images as MNIST-like IDX files or as CIFAR-10 binary files';

/** Forms by their first bytes; the first that fits counts. */
const FORMS: readonly Form[] = [
  { title: 'an old Excel workbook', hint: AS_CSV, begins: [0xd0, 0xcf, 0x11, 0xe0] },
  {
    title: 'a NumPy array',
    hint: 'write it as text: numpy.savetxt("data.csv", x, delimiter=",")',
    begins: '\x93NUMPY',
  },
  { title: 'a tar archive', hint: UNPACK, begins: 'ustar', at: 257 },
  { title: 'a Parquet file', hint: PANDAS('read_parquet'), begins: 'PAR1' },
  { title: 'an Arrow file', hint: PANDAS('read_feather'), begins: 'ARROW1' },
  { title: 'a Feather file', hint: PANDAS('read_feather'), begins: 'FEA1' },
  { title: 'an HDF5 file', hint: PANDAS('read_hdf'), begins: '\x89HDF' },
  { title: 'an SQLite database', hint: 'export the table as CSV', begins: 'SQLite format 3' },
  {
    title: 'a MATLAB file',
    hint: 'write it as text: writematrix(x, "data.csv")',
    begins: 'MATLAB 5.0',
  },
  { title: 'an R data file', hint: 'write it as text: write.csv(x, "data.csv")', begins: 'RDX' },
  { title: 'a Stata file', hint: PANDAS('read_stata'), begins: '<stata_dta>' },
  { title: 'a 7-Zip archive', hint: UNPACK, begins: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { title: 'a RAR archive', hint: UNPACK, begins: 'Rar!' },
  { title: 'packed by bzip2', hint: UNPACK, begins: 'BZh' },
  { title: 'packed by xz', hint: UNPACK, begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] },
  { title: 'packed by Zstandard', hint: UNPACK, begins: [0x28, 0xb5, 0x2f, 0xfd] },
  {
    title: 'a PDF',
    hint: 'copy its table into a spreadsheet, and save that as CSV',
    begins: '%PDF-',
  },
  { title: 'a PNG picture', hint: IMAGES, begins: '\x89PNG' },
  { title: 'a JPEG picture', hint: IMAGES, begins: [0xff, 0xd8, 0xff] },
  { title: 'a GIF picture', hint: IMAGES, begins: 'GIF8' },
  { title: 'a rich text', hint: 'save it as plain text', begins: '{\\rtf' },
  {
    title: 'a pointer of Git LFS, not the file itself',
    hint: 'fetch the file: git lfs pull',
    begins: 'version https://git-lfs',
  },
];

/** Texts that are no tables, by their beginning in lower case, after blanks. */
const TEXTS: readonly Form[] = [
  {
    title: 'a page of the web, not the file itself',
    hint: 'download the file behind the link, and open that',
    begins: '<!doctype html',
  },
  {
    title: 'a page of the web, not the file itself',
    hint: 'download the file behind the link, and open that',
    begins: '<html',
  },
  { title: 'XML', hint: AS_CSV, begins: '<?xml' },
  {
    title: 'ARFF, a form of Weka',
    hint: 'save it as CSV in Weka, and open that',
    begins: '@relation',
  },
];

/** JSON is no table, but may be a graph. */
const JSON_TEXTS: readonly Form[] = [
  { title: 'JSON, and no table', hint: 'a graph is opened as a file, not as data', begins: '{"' },
  { title: 'JSON, and no table', hint: PANDAS('read_json'), begins: '[{' },
  { title: 'a notebook or other JSON', hint: PANDAS('read_json'), begins: '{\n "' },
];

/** Protocols 2 to 5 of Python's pickle. */
const isPickle = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5 && bytes[bytes.length - 1] === 0x2e;

/** What a file is that holds no table this program reads; null when nothing is known against it. */
export function foreignFile(name: string, bytes: Uint8Array): Problem | null {
  return problemOf(name, formOf(bytes, [...TEXTS, ...JSON_TEXTS]));
}

/** The same where a graph is looked for, which is JSON. */
export function foreignToGraphs(name: string, bytes: Uint8Array): Problem | null {
  return problemOf(name, formOf(bytes, TEXTS));
}

function problemOf(name: string, form: Pick<Form, 'title' | 'hint'> | null): Problem | null {
  if (form === null) return null;
  return { code: 'foreign-file', message: `${name} is ${form.title}`, hint: form.hint };
}

function formOf(bytes: Uint8Array, texts: readonly Form[]): Pick<Form, 'title' | 'hint'> | null {
  if (starts(bytes, 'PK\x03\x04')) return zipOf(bytes);
  if (isPickle(bytes)) {
    const hint = 'of CIFAR-10 open the binary version; write other arrays as text: numpy.savetxt';
    return { title: 'a pickle of Python, which can run code', hint };
  }
  const form = FORMS.find(({ begins, at = 0 }) => starts(bytes.subarray(at), begins));
  if (form !== undefined) return form;
  const text = String.fromCharCode(...bytes.subarray(0, 200)).replace(/^(?:ï»¿)?\s+|^ï»¿/, '');
  const beginning = text.toLowerCase();
  return texts.find(({ begins }) => beginning.startsWith(String(begins))) ?? null;
}

/** A zip archive says by the name of its first entry what it is. */
function zipOf(bytes: Uint8Array): Pick<Form, 'title' | 'hint'> {
  const length = Math.min(200, bytes[26] + 256 * bytes[27]);
  const entry = String.fromCharCode(...bytes.subarray(30, 30 + length));
  const after = String.fromCharCode(...bytes.subarray(30 + length, 100 + length));
  if (/^\[Content_Types\]|^_rels\/|^xl\/|^docProps\//.test(entry)) {
    return { title: 'an Excel workbook', hint: AS_CSV };
  }
  if (entry === 'mimetype') {
    const isSheet = after.includes('spreadsheet');
    return {
      title: isSheet ? 'an OpenDocument spreadsheet' : 'an OpenDocument file',
      hint: AS_CSV,
    };
  }
  if (entry.endsWith('.npy')) {
    const hint = 'write one array as text: numpy.savetxt("data.csv", x, delimiter=",")';
    return { title: 'an archive of NumPy arrays', hint };
  }
  return { title: 'a zip archive', hint: UNPACK };
}

function starts(bytes: Uint8Array, begins: string | readonly number[]): boolean {
  for (let i = 0; i < begins.length; i++) {
    const byte = typeof begins === 'string' ? begins.charCodeAt(i) : begins[i];
    if (bytes[i] !== byte) return false;
  }
  return true;
}
