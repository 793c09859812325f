import { memo, useSyncExternalStore } from 'react'
import { getCluster, simStore, useSim } from '../../store/sim.ts'
import { useCell } from '../hands/cell.ts'
import { lastRequest, litCell } from '../motion/activity.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import styles from './ControlPlane.module.css'

const VERBS = { create: 'CREATE', update: 'UPDATE', delete: 'DELETE', act: 'ACT' } as const

interface LampProps {
  readonly name: string
  readonly label: string
  readonly lit: boolean
  readonly stopped: boolean
  readonly queue?: number
  readonly onToggle: () => void
  /** Visible text; the label says it in full. */
  readonly shown: string
}

/** The longest queue a lamp has room to tell. */
const MOST = 99

/** A controller's lamp, which is also its switch. Its queue takes the dot's place, so that no lamp changes its width. */
function Lamp(props: LampProps) {
  const { name, label, lit, stopped, queue = 0, onToggle, shown } = props
  const look = stopped ? styles.off : lit ? styles.on : ''
  return (
    <button
      type="button"
      className={`${styles.lamp} ${look}`}
      data-actor={name}
      aria-label={label}
      title={label}
      aria-pressed={!stopped}
      onClick={onToggle}
    >
      {queue > 0 ? <b data-text={Math.min(queue, MOST)} /> : <i />}
      <span data-text={shown} />
    </button>
  )
}

/** `lab component stop|start NAME`: the world outside the API has no kubectl. */
function toggle(name: string): void {
  const cluster = getCluster()
  const stopped = cluster.stopped.has(name)
  cluster.as({ reason: `lab component ${stopped ? 'start' : 'stop'} ${name}` }, () =>
    stopped ? cluster.startComponent(name) : cluster.stopComponent(name),
  )
}

/** Long names, cut so that two rows of lamps hold them all; the whole name is the lamp's label and tooltip. */
const SHORT: Readonly<Record<string, string>> = {
  'external-provisioner': 'provisioner',
  'garbage-collector': 'gc',
  'pod-garbage-collector': 'pod-gc',
  'root-ca-cert-publisher': 'root-ca',
}

/** A controller's timers that are further away (virtual milliseconds) are not its queue. */
const SOON = 1000

/** Whether the component is stopped, and how many keys are in its queue. The scheduler's holds every waiting pod. */
function useComponent(name: string): { readonly stopped: boolean; readonly queue: number } {
  const packed = useSyncExternalStore(simStore.subscribe, () => {
    if (simStore.getState().lab === '') return 0
    const cluster = getCluster()
    const queue =
      name === 'scheduler' ? cluster.work.depth(name) : cluster.work.due(name, cluster.now + SOON)
    return cluster.stopped.has(name) ? -1 - queue : queue
  })
  return { stopped: packed < 0, queue: packed < 0 ? -1 - packed : packed }
}

const ControllerLamp = memo(function ControllerLamp({ name }: { readonly name: string }) {
  const text = useStageText()
  const lit = useCell(litCell, (actors) => actors.has(name))
  const { stopped, queue } = useComponent(name)
  const state = stopped ? text('lamp.off') : lit ? text('lamp.busy') : text('lamp.on')
  return (
    <Lamp
      name={name}
      lit={lit}
      stopped={stopped}
      queue={queue}
      label={text('lamp.label', { name, state })}
      onToggle={() => toggle(name)}
      shown={SHORT[name] ?? name}
    />
  )
})

/** Actors that are no controllers: they stand elsewhere on the stage, or belong to the API server's own store. */
const ELSEWHERE: ReadonlySet<string> = new Set(['scheduler', 'kubelet', 'event-ttl'])

function isController(name: string): boolean {
  return !ELSEWHERE.has(name)
}

function Manager({ names }: { readonly names: readonly string[] }) {
  const text = useStageText()
  return (
    <div className={card.card}>
      <div className={styles.head}>
        <h3>{text('manager.name')}</h3>
        <small className={card.small}>{text('manager.hint')}</small>
      </div>
      <div className={styles.lamps}>
        {names.map((name) => (
          <ControllerLamp key={name} name={name} />
        ))}
      </div>
    </div>
  )
}

function ApiServer() {
  const text = useStageText()
  const rv = useSim((state) => state.rv)
  const hot = useCell(litCell, (actors) => actors.size > 0)
  const entry = rv === 0 ? undefined : lastRequest()
  return (
    <div className={`${card.card} ${hot ? card.hot : ''}`} data-actor="apiserver">
      <h3>{text('api.name')}</h3>
      <small className={card.small}>{text('api.journal', { rv: rv.toLocaleString('en') })}</small>
      <div className={styles.lamps}>
        <span className={`${styles.lamp} ${styles.still} ${hot ? styles.on : ''}`}>
          <i />
          <span>{entry ? `${VERBS[entry.verb]} ${entry.kind}` : text('api.quiet')}</span>
        </span>
      </div>
    </div>
  )
}

/** The scheduler's last binding, as `pod -> node`. */
function useLastDecision(): string {
  return useSyncExternalStore(simStore.subscribe, () => lastDecision.of(simStore.getState().rv))
}

/** Remembers the answer, so that each journal entry is read once. */
const lastDecision = {
  rv: 0,
  text: '',
  of(rv: number): string {
    if (rv < this.rv) this.text = ''
    if (rv === this.rv || rv === 0) return this.text
    const { journal } = getCluster()
    for (const entry of journal.since(Math.max(this.rv, rv - 2000))) {
      if (entry.actor !== 'scheduler' || entry.after?.kind !== 'Pod') continue
      const { nodeName } = entry.after.spec
      if (nodeName) this.text = `${entry.after.metadata.name} ${nodeName}`
    }
    this.rv = rv
    return this.text
  },
}

function Scheduler() {
  const text = useStageText()
  const lit = useCell(litCell, (actors) => actors.has('scheduler'))
  const { stopped, queue } = useComponent('scheduler')
  const [pod, node] = useLastDecision().split(' ')
  const state = stopped ? text('lamp.off') : lit ? text('lamp.busy') : text('lamp.on')
  return (
    <div className={`${card.card} ${lit ? card.hot : ''}`}>
      <h3>{text('scheduler.name')}</h3>
      <small className={card.small}>
        {node === undefined
          ? text('scheduler.none')
          : text('scheduler.last', { pod: pod?.slice(-9) ?? '', node })}
      </small>
      <div className={styles.lamps}>
        <Lamp
          name="scheduler"
          lit={lit}
          stopped={stopped}
          label={text('scheduler.label', { state })}
          onToggle={() => toggle('scheduler')}
          shown={stopped ? text('lamp.off') : text('scheduler.queue', { count: queue })}
        />
      </div>
    </div>
  )
}

/** API server, scheduler and controller manager, side by side. */
export const ControlPlane = memo(function ControlPlane() {
  const text = useStageText()
  const lab = useSim((state) => state.lab)
  const names =
    lab === ''
      ? []
      : getCluster()
          .actors.map((actor) => actor.name)
          .filter(isController)
  return (
    <section className={styles.plane} aria-label={text('region.controlPlane')}>
      <ApiServer />
      <Scheduler />
      <Manager names={names} />
    </section>
  )
})
