/** One line of the table. */
export interface Line {
  readonly what: string
  readonly measured: string
  /** Absent: a figure to read the others by. */
  readonly target?: string
  readonly met?: boolean
  /** A count, which no busy machine can excuse: broken, it fails the smoke run. */
  readonly counted: boolean
}

interface Budget {
  readonly limit: number
  readonly unit?: string
  readonly counted?: boolean
}

export const figure = (what: string, value: number, unit = ''): Line => ({
  what,
  measured: written(value, unit),
  counted: false,
})

export const atMost = (what: string, value: number, { limit, unit = '', counted = false }: Budget): Line => ({
  what,
  measured: written(value, unit),
  target: `≤ ${written(limit, unit)}`,
  met: value <= limit,
  counted,
})

export const atLeast = (what: string, value: number, { limit, unit = '', counted = false }: Budget): Line => ({
  what,
  measured: written(value, unit),
  target: `≥ ${written(limit, unit)}`,
  met: value >= limit,
  counted,
})

/** Three digits are more than a shared machine can vouch for. */
function written(value: number, unit: string): string {
  const number = Number.isInteger(value) || value >= 100 ? String(Math.round(value)) : value.toPrecision(3)
  return unit === '' ? number : `${number} ${unit}`
}
