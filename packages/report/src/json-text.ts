/** What JSON leaves as it is and a terminal or a reader acts on: C1 controls, and marks that turn, join or hide text. */
const acted = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * JSON whose every character shows: what would act is written as `\u....`, which reads back as the same text. One line,
 * or indented by two.
 */
export const jsonText = (value: unknown, indent: 0 | 2 = 0): string => escaped(JSON.stringify(value, null, indent))

/** Of JSON, or of YAML whose strings are in double quotes: the same escape means the same there. */
export const escaped = (text: string): string =>
  text.replace(acted, (character) =>
    // Beyond the basic plane a character is two units, each with its escape.
    Array.from({ length: character.length }, (_, at) => unitText(character.charCodeAt(at))).join(''),
  )

const unitText = (unit: number): string => String.raw`\u` + unit.toString(16).padStart(4, '0')
