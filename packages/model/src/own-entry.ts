/**
 * The entry of a table under a word from outside (a label, a code, a class, an argument). A table that is an object also
 * answers to `constructor` and `__proto__`, with what is none of its entries.
 */
export const ownEntry = <T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
