import { placeOf, type Source } from '../source.ts'
import { counted, type Figure, type House } from './figure.ts'

const audit = 'packages/audit/src/'
/** The folder of the fanned-out run, by its name of today and its first one. */
const fanOut = ['fan-out/', 'night/'].map((name) => audit + name)

const isFanOut = (file: string): boolean => fanOut.some((folder) => file.startsWith(folder))
const isRest = (file: string): boolean => file.startsWith(audit) && !isFanOut(file)

/** Between the fan-out and the rest of the audit room, arrows go one way: the fan-out uses the verbs. */
export const fanOutImports = ({ sources }: House): Figure[] => [
  counted('imports fan-out → rest of audit', 'one way', importsBetween(sources, isFanOut, isRest)),
  counted('imports rest of audit → fan-out', '0', importsBetween(sources, isRest, isFanOut)),
]

const importsBetween = (
  sources: readonly Source[],
  from: (file: string) => boolean,
  to: (file: string) => boolean,
): string[] =>
  sources
    .filter(({ file }) => from(file))
    .flatMap((source) =>
      source.imports
        .filter(({ file }) => file !== undefined && to(file))
        .map((each) => `${placeOf(source, each)} → ${each.file ?? each.from}`),
    )
