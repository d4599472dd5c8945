import { EventEmitter } from 'node:events'
import { silenceRepeatedWarnings } from '@fleet-auditor/cli/wiring/process-warnings.ts'
import { expect, it } from 'vitest'

it.each([
  ['MetadataLookupWarning', []],
  ['DeprecationWarning', ['DeprecationWarning']],
])('of warnings of a process a %s is printed as %j', (name, expected) => {
  const process = new EventEmitter()
  const printed: string[] = []
  process.on('warning', (warning: Error) => printed.push(warning.name))
  silenceRepeatedWarnings(process)
  process.emit('warning', Object.assign(new Error('code = UNKNOWN'), { name }))
  expect(printed).toEqual(expected)
})
