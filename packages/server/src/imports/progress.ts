// How an import tells whoever waits for it how far it is.

/** Told by an import as it goes; it must not throw. */
export interface ImportProgress {
  /** All records of all files, counted before the first is read. */
  begin(total: number): void
  /** So many more records are in, or were found to be in already; `stage` is what they are, in words. */
  advance(stage: string, records: number): void
}
