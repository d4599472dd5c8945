import { Option } from 'commander'
import { formats } from './audit-flags.ts'

export const formatOption = (): Option => new Option('--format <word>', formats.join(', ')).default('table')
