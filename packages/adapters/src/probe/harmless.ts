/** Text from a target, fit for evidence: printable ASCII only, at most `length` characters. */
export function harmless(text: string, length = 120): string {
  const printable = text.replace(/[^\x20-\x7e]+/g, '.')
  return printable.length <= length ? printable : `${printable.slice(0, length)}...`
}
