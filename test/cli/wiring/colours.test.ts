import { WriteStream } from 'node:tty'
import { paintIn } from '@fleet-auditor/cli/printing/paint.ts'
import { wantsColours, type ColourStream, type Variables } from '@fleet-auditor/cli/wiring/environment.ts'
import { describe, expect, it } from 'vitest'

/** What Node's own terminal stream answers; a test has none. */
const terminal: ColourStream = {
  isTTY: true,
  hasColors: (env) => WriteStream.prototype.hasColors(16, env),
}
const pipe: ColourStream = {}

describe('colours', () => {
  it.each<[name: string, stream: ColourStream, env: Variables, wanted: boolean]>([
    ['are on for a terminal', terminal, { TERM: 'xterm-256color' }, true],
    ['are off in a pipe', pipe, { TERM: 'xterm-256color' }, false],
    ['are off with NO_COLOR', terminal, { TERM: 'xterm-256color', NO_COLOR: '1' }, false],
    ['are on with an empty NO_COLOR', terminal, { TERM: 'xterm-256color', NO_COLOR: '' }, true],
    ['are off for TERM=dumb', terminal, { TERM: 'dumb' }, false],
    ['are on in a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['are off with FORCE_COLOR=0', terminal, { TERM: 'xterm-256color', FORCE_COLOR: '0' }, false],
    [
      'are off with NO_COLOR, though forced',
      terminal,
      { TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: '1' },
      false,
    ],
  ])('%s', (_, stream, env, wanted) => {
    expect(wantsColours(env, stream)).toBe(wanted)
  })

  it('are escapes that end themselves', () => {
    const paint = paintIn(true)
    expect(paint.bold('a')).toBe('\u001b[1ma\u001b[22m')
    expect(paint.severity('critical', 'a')).toBe('\u001b[1m\u001b[31ma\u001b[39m\u001b[22m')
  })

  it('leave text as it is where they are off', () => {
    const paint = paintIn(false)
    const texts = [paint.bold('a'), paint.dim('a'), paint.good('a'), paint.bad('a'), paint.severity('high', 'a')]
    expect(texts).toEqual(['a', 'a', 'a', 'a', 'a'])
  })
})
