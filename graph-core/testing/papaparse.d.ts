/** The one call of Papa Parse that tests judge our reader by. */
declare module 'papaparse' {
  const papa: {
    parse(
      text: string,
      options: { delimiter: string; skipEmptyLines: 'greedy' },
    ): { data: string[][]; errors: readonly unknown[] };
  };
  export default papa;
}
