import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditFlags, type RawAuditFlags } from '@fleet-auditor/cli/audit-flags.ts'
import { homeFolder, type HomeFolder } from './home-folder.ts'
import { runProgram } from './run-program.ts'

const typed: RawAuditFlags = {
  concurrency: '32',
  deadline: '30m',
  clusterDeadline: '20s',
  format: 'table',
  failOn: 'high',
  color: true,
}

let home: HomeFolder
beforeAll(async () => {
  home = await homeFolder()
})
afterAll(() => home[Symbol.asyncDispose]())

describe('flags', () => {
  it.each<[string, number]>([
    ['250ms', 250],
    ['20s', 20_000],
    ['20', 20_000],
    ['1.5m', 90_000],
    ['24h', 86_400_000],
  ])('the duration %s is %d ms', (text, ms) => {
    expect(auditFlags({ ...typed, deadline: text }).deadlineMs).toBe(ms)
  })

  it.each<[string, unknown]>([
    ['never', undefined],
    ['critical', { severity: 'critical', onlyNew: false }],
    ['new:low', { severity: 'low', onlyNew: true }],
  ])('--fail-on %s', (failOn, expected) => {
    expect(auditFlags({ ...typed, failOn }).failOn).toEqual(expected)
  })

  it.each<[flag: string, value: string, message: string, remedy: string]>([
    ['--format', 'jsn', '"jsn" is not a value of --format', 'did you mean json?'],
    ['--format', 'xml', '"xml" is not a value of --format', 'expected one of table, json, ndjson'],
    ['--fail-on', 'higj', '"higj" is not a value of --fail-on', 'did you mean high?'],
    ['--fail-on', 'new:', '"" is not a value of --fail-on', 'expected one of critical'],
    ['--max-unknown', '-1', '"-1" is not a whole number of at least 0', 'write a number'],
    ['--max-unknown', 'many', '"many" is not a whole number', 'write a number'],
    ['--concurrency', '0', '"0" is not a whole number of at least 1', 'write a number'],
    ['--concurrency', '1e2', '"1e2" is not a whole number', 'write a number'],
    ['--deadline', '0', '"0" is not a duration', 'write 90s, 10m or 1h'],
    ['--deadline', '25h', '"25h" is not a duration', 'at most 24h'],
    ['--cluster-deadline', '5 s', '"5 s" is not a duration', 'write 90s'],
    ['--provider', 'gkee', '"gkee" is not a value of --provider', 'did you mean gke?'],
    ['--only', 'public-brokr', '"public-brokr" is not a value of --only', 'did you mean public-broker?'],
    ['--skip', 'scaled-broker,nope', '"nope" is not a value of --skip', 'expected one of'],
    ['--kubeconfig', '', '--kubeconfig is empty', 'leave --kubeconfig out'],
    ['--context', ' ', '--context is empty', 'leave --context out'],
    ['--cluster', '', '--cluster is empty', 'leave --cluster out'],
    ['--fleet', '', '--fleet is empty', 'leave --fleet out'],
    ['--output', '', '--output is empty', 'leave --output out'],
    ['--data', '', '--data is empty', 'leave --data out'],
  ])('audit %s=%s is a mistake', async (flag, value, message, remedy) => {
    const { code, stdout, stderr } = await runProgram(['audit', `${flag}=${value}`], home.home)
    const [said, where, mend] = stderr.split('\n')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(said).toContain(`fleet-auditor: ${message}`)
    expect(where).toBe(`  where:  ${flag}`)
    expect(mend).toContain(remedy)
  })

  it.each<[words: string, message: string, where: string, remedy: string]>([
    ['adit', 'no command is called adit', 'adit', 'did you mean audit?'],
    ['frobnicate', 'no command is called frobnicate', 'frobnicate', 'fleet-auditor --help lists the commands'],
    ['audit --contxt a', "unknown option '--contxt'", 'fleet-auditor audit', 'Did you mean --context?'],
    ['audit now', 'too many arguments', 'fleet-auditor audit', 'fleet-auditor audit --help'],
    ['--frobnicate', "unknown option '--frobnicate'", 'fleet-auditor', 'fleet-auditor --help'],
    ['explain', "missing required argument 'check'", 'fleet-auditor explain', 'fleet-auditor explain --help'],
    ['explain public-brokr', 'no check is called public-brokr', 'fleet-auditor explain', 'did you mean public-broker?'],
    ['access', "missing required argument 'side'", 'fleet-auditor access', 'fleet-auditor access --help'],
    ['access aws rolle', '"rolle" is not a value of access aws', 'access aws', 'expected one of member-policy'],
    ['access azur', '"azur" is not a value of access', 'access', 'did you mean azure?'],
    ['checks --format yaml', '"yaml" is not a value of --format', '--format', 'expected one of table, json, ndjson'],
    ['findings --state closed', '"closed" is not a value of --state', '--state', 'expected one of open'],
    ['findings --severity higj', '"higj" is not a value of --severity', '--severity', 'did you mean high?'],
    ['findings --check nope', '"nope" is not a value of --check', '--check', 'expected one of'],
    ['findings --data=', '--data is empty', '--data', 'leave --data out'],
    ['runs --limit none', '"none" is not a whole number of at least 1', '--limit', 'write a number'],
    ['diff one', 'one run is named', 'fleet-auditor diff', 'fleet-auditor runs'],
    ['diff one two three', 'more than two runs are named', 'fleet-auditor diff', 'fleet-auditor runs'],
  ])('%s is a mistake', async (words, message, where, remedy) => {
    const { code, stdout, stderr } = await runProgram(words.split(' '), home.home)
    const lines = stderr.trimEnd().split('\n')
    expect({ code, stdout, lines: lines.length }).toEqual({ code: 2, stdout: '', lines: 3 })
    expect(lines[0]).toContain(`fleet-auditor: ${message}`)
    expect(lines[1]).toBe(`  where:  ${where}`)
    expect(lines[2]).toContain(remedy)
  })
})
