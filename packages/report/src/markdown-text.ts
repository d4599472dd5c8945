import { safeText } from './safe-text.ts'

/** What Markdown or the HTML in it gives a meaning. */
const meant = /[\\`*_{}[\]<>()#+!|~&-]/g

/** Text from outside as Markdown that shows it as it is, on one line. */
export const markdownText = (text: string): string => safeText(text).replace(meant, String.raw`\$&`)
