import { auditCommand } from '@fleet-auditor/cli/commands/audit.ts'
import { describe, expect, it } from 'vitest'
import { parseWords } from '../setup/parse-words.ts'
import { runProgram } from '../setup/run-program.ts'

const parse = (...words: readonly string[]) => parseWords(auditCommand, words)

describe('fleet-auditor audit', () => {
  it('has a default for every option that needs one', async () => {
    expect(await parse()).toEqual({
      fleet: undefined,
      kubeconfig: undefined,
      contexts: [],
      clusters: [],
      providers: [],
      concurrency: 32,
      deadlineMs: 1_800_000,
      clusterDeadlineMs: 20_000,
      data: '/home/data',
      format: 'table',
      output: undefined,
      failOn: { severity: 'high', onlyNew: false },
      maxUnknown: undefined,
      quiet: false,
      all: false,
      verbose: false,
      colour: true,
      only: [],
      skip: [],
      slack: false,
    })
  })

  it.each<[words: readonly string[], expected: object]>([
    [['--fleet', 'fleet.yaml', '--kubeconfig=config'], { fleet: 'fleet.yaml', kubeconfig: 'config' }],
    [['--context', 'a', '--context', 'b-*'], { contexts: ['a', 'b-*'] }],
    [['--cluster', 'eks:111122223333:eu-west-1/a'], { clusters: ['eks:111122223333:eu-west-1/a'] }],
    [['--provider', 'eks', '--provider', 'gke'], { providers: ['eks', 'gke'] }],
    [['--concurrency', '1'], { concurrency: 1 }],
    [['--deadline', '1.5m', '--cluster-deadline', '250ms'], { deadlineMs: 90_000, clusterDeadlineMs: 250 }],
    [['--data', 'here', '--output', 'report.json', '--format', 'json'], { data: 'here', output: 'report.json' }],
    [['--fail-on', 'never'], { failOn: undefined }],
    [['--fail-on', 'critical'], { failOn: { severity: 'critical', onlyNew: false } }],
    [['--fail-on', 'new:low'], { failOn: { severity: 'low', onlyNew: true } }],
    [['--max-unknown', '0'], { maxUnknown: 0 }],
    [
      ['--only', 'public-broker,unpinned-image', '--only', 'wildcard-role'],
      { only: ['public-broker', 'unpinned-image', 'wildcard-role'] },
    ],
    [['--skip', 'public-broker, wildcard-role'], { skip: ['public-broker', 'wildcard-role'] }],
    [['--slack', '--quiet', '--verbose', '--no-color'], { slack: true, quiet: true, verbose: true, colour: false }],
  ])('parses %j', async (words, expected) => {
    expect(await parse(...words)).toMatchObject(expected)
  })

  it.each<[flag: string, word: string, message: string, remedy: string]>([
    ['--format', 'jsn', '"jsn" is not a value of --format', 'did you mean json?'],
    [
      '--format',
      'xml',
      '"xml" is not a value of --format',
      'expected one of table, json, ndjson, yaml, sarif, ocsf, junit, csv, markdown',
    ],
    ['--fail-on', 'higj', '"higj" is not a value of --fail-on', 'did you mean high?'],
    ['--fail-on', 'new:', '"" is not a value of --fail-on', 'expected one of critical, high, medium, low, info'],
    ['--max-unknown', '-1', '"-1" is not a whole number of at least 0', 'write a number in digits, 0 or more'],
    ['--max-unknown', 'many', '"many" is not a whole number of at least 0', 'write a number in digits, 0 or more'],
    ['--concurrency', '0', '"0" is not a whole number of at least 1', 'write a number in digits, 1 or more'],
    ['--concurrency', '1e2', '"1e2" is not a whole number of at least 1', 'write a number in digits, 1 or more'],
    ['--deadline', '5', '"5" has no unit', 'write 5s for seconds, 5m for minutes or 5h for hours'],
    ['--deadline', '0s', '"0s" is not a duration', 'write 90s, 10m or 1h, at most 24h'],
    ['--deadline', '25h', '"25h" is not a duration', 'write 90s, 10m or 1h, at most 24h'],
    ['--cluster-deadline', '5 s', '"5 s" is not a duration', 'write 90s, 10m or 1h, at most 24h'],
    ['--provider', 'gkee', '"gkee" is not a value of --provider', 'did you mean gke?'],
    ['--only', 'public-brokr', '"public-brokr" is not a value of --only', 'did you mean public-broker?'],
    ['--kubeconfig', '', '--kubeconfig is empty', 'give it a value, or leave --kubeconfig out'],
    ['--context', ' ', '--context is empty', 'give it a value, or leave --context out'],
    ['--cluster', '', '--cluster is empty', 'give it a value, or leave --cluster out'],
    ['--fleet', '', '--fleet is empty', 'give it a value, or leave --fleet out'],
    ['--output', '', '--output is empty', 'give it a value, or leave --output out'],
    ['--data', '', '--data is empty', 'give it a value, or leave --data out'],
  ])('refuses %s=%s with: %s', async (flag, word, message, remedy) => {
    const { code, stdout, stderr } = await runProgram(['audit', `${flag}=${word}`], '/home')
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `fleet-auditor: ${message}\n  where:  ${flag}\n  remedy: ${remedy}\n`,
    })
  })

  it('refuses an unknown check in a list, and names the known ones', async () => {
    const { code, stderr } = await runProgram(['audit', '--skip', 'scaled-broker,nope'], '/home')
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^fleet-auditor: "nope" is not a value of --skip\n {2}where: {2}--skip\n {2}remedy: expected one of .*public-broker/,
    )
  })
})
