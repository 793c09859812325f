import { kubeConfig } from '../../store/commands.ts'
import { runningCluster } from '../../store/sim.ts'

/** What Tab would put in place of the last word. */
export interface Completion {
  /** The line with the last word grown as far as it is certain. */
  readonly line: string
  /** What the last word could become, when it is not certain. */
  readonly choices: readonly string[]
}

let choicesOf: typeof import('../../kubectl/complete.ts').complete = () => []

/** Fetches what knows kubectl's words, which the first paint does not need; until then Tab grows nothing but the program. */
export async function loadCompletion(): Promise<void> {
  choicesOf = (await import('../../kubectl/complete.ts')).complete
}

/** Grows the last word of a line: the program, or what kubectl itself would offer. Pure but for reading the cluster. */
export function complete(line: string): Completion {
  const cluster = runningCluster()
  const words = line.trimStart().split(/\s+/)
  const last = words.at(-1) ?? ''
  const fitting =
    words.length === 1
      ? ['kubectl'].filter((word) => word.startsWith(last))
      : cluster && (words[0] === 'kubectl' || words[0] === 'k')
        ? choicesOf(cluster, words.slice(1), kubeConfig.namespace)
        : []
  const head = line.slice(0, line.length - last.length)
  const [only] = fitting
  if (only !== undefined && fitting.length === 1)
    return { line: `${head}${only}${only.endsWith('=') ? '' : ' '}`, choices: [] }
  return { line: head + (commonStart(fitting) || last), choices: fitting }
}

function commonStart(words: readonly string[]): string {
  const [first = '', ...rest] = words
  let end = first.length
  for (const word of rest) while (!word.startsWith(first.slice(0, end))) end--
  return first.slice(0, end)
}
