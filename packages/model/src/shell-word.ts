const plain = /^[\w@%+=:,./-]+$/

/** One word of a POSIX shell, which stands for exactly this text. */
export const shellWord = (word: string): string => (plain.test(word) ? word : quotedWord(word))

const quotedWord = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`
