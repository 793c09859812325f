import { lazy, memo, type ReactNode, Suspense, useMemo, useSyncExternalStore } from 'react'
import type { Entry } from '../../sim/index.ts'
import { peekCluster, simStore, useSim } from '../../store/sim.ts'
import { useView } from '../../store/view.ts'
import { useCell } from '../hands/cell.ts'
import { lastRequest, litCell } from '../motion/activity.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import styles from './ControlPlane.module.css'
import { Busy, ControllerLamp, Lamp, stateText, useComponent } from './Lamp.tsx'

/** What the cards say more of in the control loop: fetched when somebody looks at it. */
const unfolded = () => import('./Unfolded.tsx')
const Requests = lazy(async () => ({ default: (await unfolded()).Requests }))
const Waiting = lazy(async () => ({ default: (await unfolded()).Waiting }))
const Queues = lazy(async () => ({ default: (await unfolded()).Queues }))

/** Under the lens of the control loop what happens inside, else what is there in short. */
function InLoop({ children, short }: { readonly children: ReactNode; readonly short?: ReactNode }) {
  const loop = useView(({ lens, distance }) => lens === 'loop' && distance === 'desk')
  return loop ? <Suspense fallback={short}>{children}</Suspense> : short
}

const VERBS = { create: 'CREATE', update: 'UPDATE', delete: 'DELETE', act: 'ACT' } as const

/** Actors that are no controllers: they stand elsewhere on the stage, or belong to the API server's own store. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'scheduler',
  'kubelet',
  'event-ttl',
  'traffic',
  'kube-proxy',
  'volume-manager',
  'external-attacher',
  'external-resizer',
  'metallb-controller',
  'metallb-speaker',
])

function isController(name: string): boolean {
  return !ELSEWHERE.has(name)
}

function Manager({ names }: { readonly names: readonly string[] }) {
  const text = useStageText()
  return (
    <div className={card.card}>
      <div className={styles.head}>
        <h3>{text('manager.name')}</h3>
        <InLoop short={<small className={card.small}>{text('manager.hint')}</small>}>
          <Queues names={names} />
        </InLoop>
        <Busy names={names} />
      </div>
      <div className={`${styles.lamps} ${styles.dots}`}>
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
        <span
          className={`${styles.lamp} ${styles.still} ${hot ? styles.on : ''}`}
          title={entry && `${entry.actor}: ${VERBS[entry.verb]} ${entry.kind} ${entry.key}`}
        >
          <i />
          <span>{entry ? requestText(entry) : text('api.quiet')}</span>
        </span>
      </div>
      <InLoop>
        <Requests say={requestText} />
      </InLoop>
    </div>
  )
}

/** Names of kinds that are too long for the card, as kubectl shortens them. */
const KINDS: Readonly<Record<string, string>> = {
  PersistentVolume: 'PV',
  PersistentVolumeClaim: 'PVC',
  ServiceAccount: 'SA',
  ConfigMap: 'CM',
}

/** The latest request in short: what was asked for, and the end of the name that tells it apart. */
function requestText({ verb, kind, key }: Entry): string {
  const name = key.slice(key.indexOf('/') + 1)
  return `${VERBS[verb]} ${KINDS[kind] ?? kind} ${name.length > 8 ? `…${name.slice(-5)}` : name}`
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
    if (rv < this.rv) {
      // Another past: what is known of the old one says nothing.
      this.text = ''
      this.rv = 0
    }
    if (rv === this.rv || rv === 0) return this.text
    const journal = peekCluster()?.journal
    if (!journal) return ''
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
  const work = useComponent('scheduler')
  const [pod, node] = useLastDecision().split(' ')
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
          work={work}
          counted={false}
          label={text('scheduler.label', { state: stateText(work, lit, text) })}
          shown={work.stopped ? text('lamp.off') : text('scheduler.queue', { count: work.queue })}
        />
      </div>
      <InLoop>
        <Waiting />
      </InLoop>
    </div>
  )
}

/** API server, scheduler and controller manager, side by side. */
export const ControlPlane = memo(function ControlPlane() {
  const text = useStageText()
  const lab = useSim((state) => state.lab)
  const folded = useView((state) => state.folded.has('region|controlPlane'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another lab is another cluster
  const names = useMemo(
    () => (peekCluster()?.actors ?? []).map((actor) => actor.name).filter(isController),
    [lab],
  )
  return (
    <section
      className={`${styles.plane} ${folded ? styles.folded : ''}`}
      aria-label={text('region.controlPlane')}
    >
      <ApiServer />
      <Scheduler />
      <Manager names={names} />
    </section>
  )
})
