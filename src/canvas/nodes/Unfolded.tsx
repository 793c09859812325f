import { useSyncExternalStore } from 'react'
import type { Entry } from '../../sim/index.ts'
import { peekCluster, simStore } from '../../store/sim.ts'
import { useLateText } from '../text/late.ts'
import styles from './ControlPlane.module.css'

/** In the control loop the cards unfold within their frames: nothing beside them moves. */

const LINES = 3
/** As far as the queues of lamps count, in virtual milliseconds. */
const SOON = 1000

/** Each line as text: React sees when any of them changes. */
function useLines(read: () => readonly string[]): readonly string[] {
  const joined = useSyncExternalStore(simStore.subscribe, () => read().join('\n'))
  return joined === '' ? [] : joined.split('\n')
}

function Lines({ lines, empty }: { readonly lines: readonly string[]; readonly empty: string }) {
  if (lines.length === 0) return <small className={styles.unfolded}>{empty}</small>
  return (
    <ol className={styles.unfolded}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list
        <li key={at} title={line}>
          {line}
        </li>
      ))}
    </ol>
  )
}

function requests(say: (entry: Entry) => string): readonly string[] {
  const cluster = peekCluster()
  if (!cluster) return []
  const { journal, rv: end } = cluster
  return [...journal.since(Math.max(journal.compacted, end - LINES))]
    .sort((a, b) => b.rv - a.rv)
    .map(say)
}

/** What was asked of the API server last, newest first. */
export function Requests({ say }: { readonly say: (entry: Entry) => string }) {
  const text = useLateText()
  return <Lines lines={useLines(() => requests(say))} empty={text('loop.noRequest')} />
}

/** Long queues are not read to their end. */
const MOST = 200

function waiting(): readonly string[] {
  const cluster = peekCluster()
  if (!cluster) return []
  const { work, now } = cluster
  return work
    .next('scheduler', MOST)
    .slice(0, LINES)
    .map(({ key, at }) => {
      const seconds = Math.ceil((at - now) / 1000)
      return `${key}${seconds > 1 ? ` ${seconds}s` : ''}`
    })
}

/** The pods in the scheduler's queue, with the seconds until their next turn. */
export function Waiting() {
  const text = useLateText()
  return <Lines lines={useLines(waiting)} empty={text('loop.noPod')} />
}

function queues(names: readonly string[]): readonly string[] {
  const cluster = peekCluster()
  if (!cluster) return []
  const { work, now } = cluster
  return names.flatMap((name) => {
    const due = work.next(name, MOST).filter((one) => !one.background && one.at <= now + SOON)
    const [first] = due
    if (!first) return []
    const more = due.length > 1 ? ` +${due.length - 1}` : ''
    return [`${name}: ${first.key}${more}`]
  })
}

/** Which key each controller looks at next. */
export function Queues({ names }: { readonly names: readonly string[] }) {
  const text = useLateText()
  const lines = useLines(() => queues(names))
  const shown = lines.length === 0 ? text('loop.noKey') : lines.join(' · ')
  return (
    <small className={styles.queues} title={lines.join('\n')}>
      {shown}
    </small>
  )
}
