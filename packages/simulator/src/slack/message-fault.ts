/** What is wrong with a message, from a bot or a webhook. */
export function messageFault(
  text: string,
  blocks: unknown,
): { name: string; messages?: readonly string[] } | undefined {
  if (text === '' && blocks === undefined) return { name: 'no_text' }
  if (text.length > limits.message) return { name: 'msg_too_long' }
  const faults = blocks === undefined ? [] : blockFaults(blocks)
  return faults.length > 0 ? { name: 'invalid_blocks', messages: faults.map((fault) => `[ERROR] ${fault}`) } : undefined
}

/** What Slack finds wrong with blocks. https://docs.slack.dev/reference/block-kit/blocks */
export function blockFaults(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ['must be an array']
  const faults =
    blocks.length > limits.blocks ? [`no more than ${limits.blocks} items allowed [json-pointer:/blocks]`] : []
  for (const [index, block] of blocks.entries()) {
    for (const fault of faultsOf(block)) faults.push(`${fault} [json-pointer:/blocks/${index}]`)
  }
  return faults
}

const limits = { message: 40_000, blocks: 50, header: 150, section: 3000, elements: 10, blockId: 255 } as const

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const known: Readonly<Record<string, { readonly keys: readonly string[]; faults(block: Fields): string[] }>> = {
  header: { keys: ['text'], faults: ({ text }) => textFaults(text, limits.header, ['plain_text']) },
  section: {
    keys: ['text', 'fields', 'accessory', 'expand'],
    faults: ({ text }) => textFaults(text, limits.section, ['plain_text', 'mrkdwn']),
  },
  context: { keys: ['elements'], faults: ({ elements }) => elementFaults(elements) },
  divider: { keys: [], faults: () => [] },
}

function faultsOf(block: unknown): string[] {
  if (!isFields(block)) return ['must be an object']
  const { type, block_id: id } = block
  const rule = typeof type === 'string' ? known[type] : undefined
  if (!rule) return [`unsupported type: ${String(type)}`]
  const strange = Object.keys(block).filter((key) => !['type', 'block_id', ...rule.keys].includes(key))
  const long = typeof id === 'string' && id.length > limits.blockId ? ['block_id is too long'] : []
  return [...strange.map((key) => `additional property: ${key}`), ...long, ...rule.faults(block)]
}

function textFaults(text: unknown, most: number, types: readonly string[]): string[] {
  if (!isFields(text)) return ['missing required field: text']
  const { type, text: words } = text
  if (typeof type !== 'string' || !types.includes(type)) return [`unsupported type of text: ${String(type)}`]
  if (typeof words !== 'string' || words.length === 0) return ['must be more than 0 characters']
  return words.length > most ? [`must be less than ${most + 1} characters`] : []
}

function elementFaults(elements: unknown): string[] {
  if (!Array.isArray(elements) || elements.length === 0) return ['missing required field: elements']
  if (elements.length > limits.elements) return [`no more than ${limits.elements} items allowed`]
  return elements.flatMap((element: unknown) => textFaults(element, limits.section, ['plain_text', 'mrkdwn']))
}
