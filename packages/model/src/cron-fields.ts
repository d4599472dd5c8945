const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

interface Field {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Words for numbers, the first one for `namedFrom`. */
  readonly names?: readonly string[]
  readonly namedFrom?: number
}

/** In their order. Sunday is 0 and 7, as everywhere but on AWS, where the deployment translates. */
const fields: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day-of-month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: monthNames, namedFrom: 1 },
  { name: 'day-of-week', from: 0, to: 7, names: dayNames, namedFrom: 0 },
]

/**
 * What is wrong with five fields of cron, a sentence each: lists, ranges, steps and names are known, nothing else. Not
 * both days at once: cron means either, EventBridge Scheduler refuses.
 */
export function cronProblems(cron: string): string[] {
  const written = cron.split(' ')
  const problems = fields.flatMap((field, index) => problemOf(field, written[index] ?? '') ?? [])
  if (problems.length > 0) return problems
  if (written[2] !== '*' && written[4] !== '*') {
    return ['expected * in one of day-of-month and day-of-week']
  }
  return []
}

function problemOf(field: Field, text: string): string | undefined {
  const wrong = text.split(',').find((part) => !isPart(field, part))
  if (wrong === undefined) return undefined
  const words = field.names ? ` or ${field.names[0]}-${field.names.at(-1)}` : ''
  return `expected ${field.name} within ${field.from}-${field.to}${words}, not ${wrong === '' ? 'nothing' : wrong}`
}

/** `*`, `5`, `mon-fri`, each with a step where it is a range. */
function isPart(field: Field, part: string): boolean {
  const [range = '', step, ...more] = part.split('/')
  if (more.length > 0) return false
  if (step !== undefined && !(/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= field.to)) return false
  if (range === '*') return true
  const [first = '', last, ...rest] = range.split('-')
  if (rest.length > 0) return false
  const from = valueOf(field, first)
  if (from === undefined) return false
  if (last === undefined) return step === undefined
  const to = valueOf(field, last)
  return to !== undefined && from <= to
}

function valueOf({ from, to, names = [], namedFrom = 0 }: Field, word: string): number | undefined {
  const named = names.indexOf(word.toLowerCase())
  if (named >= 0) return named + namedFrom
  if (!/^\d{1,2}$/.test(word)) return undefined
  const value = Number(word)
  return value >= from && value <= to ? value : undefined
}
