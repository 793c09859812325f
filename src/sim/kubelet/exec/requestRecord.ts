import { formatTime, type Millis } from '../../time.ts'
import { imageFacts } from '../behaviour/facts.ts'
import type { Inside, Step } from './inside.ts'
import { writeFile } from './program.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `01/Mar/2021:00:05:12 +0000`, as nginx writes local time. */
function localTime(at: Millis): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(formatTime(at)) ?? []
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`
}

/** A program that writes down each request does so in its own container, whoever asked. */
export function* recordRequest(inside: Inside, method: string): Generator<Step> {
  const { record } = imageFacts(inside.container.image)
  if (!record) return
  const { pod, container, cluster, id, ip } = inside
  const host = pod.spec.hostname ?? pod.metadata.name
  const words: Readonly<Record<string, string>> = { host, ip, method, time: localTime(cluster.now) }
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '')
  const of = {
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    container: container.name,
    life: id,
  }
  for (const step of writeFile(inside, filled(record.path), filled(record.line), true))
    yield 'effect' in step && step.effect.type === 'write'
      ? { effect: { ...step.effect, of } }
      : step
}
