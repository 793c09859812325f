import { memo, useSyncExternalStore } from 'react'
import { retrying } from '../../sim/light.ts'
import { peekCluster, simStore, whenCluster } from '../../store/sim.ts'
import { useCell } from '../hands/cell.ts'
import { litCell } from '../motion/activity.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import styles from './ControlPlane.module.css'

/** What a component has before it. */
export interface Workload {
  readonly stopped: boolean
  /** Keys in its queue. The scheduler's holds every waiting pod. */
  readonly queue: number
  /** Seconds until it tries again what failed, and how often that failed; -1 when nothing did. */
  readonly retry: number
  readonly failures: number
}

/** A controller's timers that are further away (virtual milliseconds) are not its queue. */
const SOON = 1000
const IDLE = '0 0 -1 0'

function packed(name: string): string {
  const cluster = peekCluster()
  if (!cluster) return IDLE
  const { work, now, stopped } = cluster
  const queue = name === 'scheduler' ? work.depth(name) : work.due(name, now + SOON)
  const again = retrying(cluster, name)
  const retry = again ? Math.max(0, Math.ceil((again.at - now) / 1000)) : -1
  return `${stopped.has(name) ? 1 : 0} ${queue} ${retry} ${again?.failures ?? 0}`
}

/** Whether the component is stopped, what is in its queue, and what it has to try again. */
export function useComponent(name: string): Workload {
  const text = useSyncExternalStore(simStore.subscribe, () => packed(name))
  const [stopped = 0, queue = 0, retry = -1, failures = 0] = text.split(' ').map(Number)
  return { stopped: stopped === 1, queue, retry, failures }
}

/** `lab component stop|start NAME`: the world outside the API has no kubectl. */
async function toggle(name: string): Promise<void> {
  const cluster = await whenCluster()
  const stopped = cluster.stopped.has(name)
  cluster.as({ reason: `lab component ${stopped ? 'start' : 'stop'} ${name}` }, () =>
    stopped ? cluster.startComponent(name) : cluster.stopComponent(name),
  )
}

/** What a lamp says in full: its state, its queue, and when it tries again. */
export function stateText(work: Workload, lit: boolean, text: StageText): string {
  const { stopped, queue, retry, failures } = work
  const parts = [text(stopped ? 'lamp.off' : lit ? 'lamp.busy' : 'lamp.on')]
  if (queue > 0) parts.push(text('lamp.queue', { count: queue }))
  if (retry >= 0) parts.push(text('lamp.retry', { seconds: retry, failures }))
  return parts.join(', ')
}

interface LampProps {
  readonly name: string
  readonly label: string
  readonly lit: boolean
  readonly work: Workload
  /** Visible text; the label says it in full. */
  readonly shown: string
  /** Whether the queue is told beside the sign; the scheduler's card says it in words. */
  readonly counted?: boolean
}

/** The longest queue a lamp has room to tell. */
const MOST = 99

/** The sign before a name: a ring while it is busy, seconds while it backs off, its queue, or a dot. */
function Sign({ lit, work, counted }: Pick<LampProps, 'lit' | 'work' | 'counted'>) {
  if (work.stopped) return <i />
  if (work.retry >= 0)
    return <b className={styles.retry} data-text={`${Math.min(work.retry, MOST)}s`} />
  if (counted && work.queue > 0) return <b data-text={Math.min(work.queue, MOST)} />
  return <i className={lit ? styles.busy : ''} />
}

/** A component's lamp, which is also its switch. What it tells takes the dot's place, so that no lamp changes its width. */
export function Lamp({ name, label, lit, work, shown, counted = true }: LampProps) {
  const look = work.stopped ? styles.off : lit ? styles.on : ''
  return (
    <button
      type="button"
      className={`${styles.lamp} ${look} ${work.retry >= 0 ? styles.backing : ''}`}
      data-actor={name}
      aria-label={label}
      title={label}
      aria-pressed={!work.stopped}
      onClick={() => void toggle(name)}
    >
      <Sign lit={lit} work={work} counted={counted} />
      <span data-text={shown} />
    </button>
  )
}

/** Long names, cut so that four rows of lamps hold them all; the whole name is the lamp's label and tooltip. */
const SHORT: Readonly<Record<string, string>> = {
  'clusterrole-aggregation': 'roles',
  disruption: 'pdb',
  horizontalpodautoscaling: 'hpa',
  'node-lifecycle': 'node',
  'pv-protection': 'pv-guard',
  'pvc-protection': 'pvc-guard',
  replicationcontroller: 'rc',
  resourcequota: 'quota',
  serviceaccount: 'sa',
  'ttl-after-finished': 'ttl',
  attachdetach: 'attach',
  'ephemeral-volume': 'ephemeral',
  'volume-expand': 'expand',
  'external-provisioner': 'provisioner',
  endpointslicemirroring: 'mirroring',
  'garbage-collector': 'gc',
  'pod-garbage-collector': 'pod-gc',
  'root-ca-cert-publisher': 'root-ca',
  'taint-eviction': 'taints',
}

export const ControllerLamp = memo(function ControllerLamp({ name }: { readonly name: string }) {
  const text = useStageText()
  const lit = useCell(litCell, (actors) => actors.has(name))
  const work = useComponent(name)
  return (
    <Lamp
      name={name}
      lit={lit}
      work={work}
      label={text('lamp.label', { name, state: stateText(work, lit, text) })}
      shown={SHORT[name] ?? name}
    />
  )
})

/** From afar lamps are dots: who is stopped or busy is named beside them. The lamps say it to readers. */
export function Busy({ names }: { readonly names: readonly string[] }) {
  const lit = useCell(litCell, (actors) => names.filter((name) => actors.has(name)).join(' '))
  const off = useSyncExternalStore(simStore.subscribe, () =>
    names.filter((name) => peekCluster()?.stopped.has(name)).join(' '),
  )
  return (
    <span className={styles.named} aria-hidden="true">
      <s>{off}</s> {lit}
    </span>
  )
}
