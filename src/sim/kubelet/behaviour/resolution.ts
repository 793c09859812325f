import { DurationError, parseDuration } from '../../machinery/duration.ts'
import type { Millis } from '../../time.ts'
import type { Container } from '../../types/index.ts'

/** What the program takes when nobody tells it otherwise; the usual manifest tells it 15s. */
const USUAL: Millis = 60_000
const FLAG = '--metric-resolution'

/** How often a metrics server asks every kubelet, by its arguments. */
// k8s: metrics-server cmd/metrics-server/app/options Options.Flags (0.8)
export function resolutionOf({ command = [], args = [] }: Container): Millis {
  const words = [...command, ...args]
  const at = words.findLastIndex((word) => word === FLAG || word.startsWith(`${FLAG}=`))
  const word = words[at] ?? ''
  const text = word === FLAG ? words[at + 1] : word.slice(FLAG.length + 1)
  if (at < 0 || text === undefined) return USUAL
  try {
    return parseDuration(text)
  } catch (error) {
    if (error instanceof DurationError) return USUAL
    throw error
  }
}
