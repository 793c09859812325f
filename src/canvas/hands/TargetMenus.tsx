import { useMemo } from 'react'
import type { Kind } from '../../sim/index.ts'
import { bindPod, bindVolume } from '../../store/intents.ts'
import { peekKeys } from '../../store/sim.ts'
import type { DropVerdict } from '../../store/verdict.ts'
import { idOf, keyOf, splitKey } from '../graph/world.ts'
import { reasonText } from '../motion/reasonText.ts'
import { useLateText } from '../text/late.ts'
import type { StageText } from '../text/useStageText.ts'
import { verdictOn } from './HeldVerdict.tsx'
import { popupCell } from './hands.ts'
import { type BodyProps, Item } from './Item.tsx'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'
import { verdictsFor } from './verdicts.ts'
import { bestFirst, verdictText } from './verdictText.ts'

/** More than this are no choice for the eye. */
const MOST = 60

/** The keyboard's way to drop a pod on a machine: every machine with its verdict, of many the best ones. */
export function BindMenu({ popup, object, text }: BodyProps) {
  const late = useLateText()
  const key = keyOf(object)
  const bound = object.kind === 'Pod' ? (object.spec.nodeName ?? '') : ''
  const verdicts = useMemo(() => {
    const others = [...verdictsFor(key).values()].filter(({ node }) => node !== bound)
    return others.length > MOST ? bestFirst(others) : others
  }, [key, bound])
  const more = verdicts.length - MOST
  const [namespace, name] = splitKey(key)
  const choose = (node: string) => () => {
    if (bound === '') void bindPod(namespace, name, node)
    else popupCell.set({ sort: 'move', id: popup.id, node, at: popup.at })
  }
  const label = text(bound === '' ? 'menu.bind' : 'menu.move')
  return (
    <Popup at={popup.at} role="menu" label={label}>
      <div className={styles.head} role="presentation">
        {label}
      </div>
      {verdicts.slice(0, MOST).map((verdict) => (
        <Item
          key={verdict.node}
          label={verdict.node}
          small={verdictText(verdict, text)}
          tone={verdict.feasible ? 'yes' : 'no'}
          run={choose(verdict.node)}
        />
      ))}
      {more > 0 && (
        <div className={styles.head} role="presentation">
          {late('menu.moreNodes', { count: more })}
        </div>
      )}
    </Popup>
  )
}

/** What would come of choosing it: said only when something stands against it. */
function said(verdict: DropVerdict | undefined, text: StageText) {
  if (!verdict || verdict.ok) return {}
  return { small: `✕ ${reasonText(verdict.why, text)}`, tone: 'no' as const }
}

/** The keyboard's way to drop a volume on a claim. */
export function ReserveMenu({ popup, object, text }: BodyProps) {
  const claims = peekKeys('PersistentVolumeClaim')
  const label = text('menu.reserve')
  return (
    <Popup at={popup.at} role="menu" label={label}>
      <div className={styles.head} role="presentation">
        {label}
      </div>
      {claims.length === 0 && <Item label={text('menu.none')} run={() => undefined} />}
      {claims.map((key) => (
        <Item
          key={key}
          label={key}
          {...said(verdictOn(popup.id, idOf('PersistentVolumeClaim', key)), text)}
          run={() => void bindVolume(object.metadata.name, ...splitKey(key))}
        />
      ))}
    </Popup>
  )
}

/** Workloads that have a template to mount things into; ReplicaSets of Deployments follow theirs. */
const MOUNTERS: readonly Kind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job']

/** The keyboard's way to drop a claim, ConfigMap or Secret on a workload of its namespace. */
export function MountOnMenu({ popup, object, text }: BodyProps) {
  const namespace = `${object.metadata.namespace ?? ''}/`
  const found = MOUNTERS.flatMap((kind) =>
    peekKeys(kind)
      .filter((key) => key.startsWith(namespace))
      .map((key) => ({ kind, key })),
  )
  const label = text('menu.mountOn')
  return (
    <Popup at={popup.at} role="menu" label={label}>
      <div className={styles.head} role="presentation">
        {label}
      </div>
      {found.length === 0 && <Item label={text('menu.none')} run={() => undefined} />}
      {found.slice(0, MOST).map(({ kind, key }) => (
        <Item
          key={kind + key}
          label={`${kind} ${splitKey(key)[1]}`}
          {...said(verdictOn(popup.id, idOf(kind, key)), text)}
          run={() =>
            popupCell.set({ sort: 'mount', id: popup.id, target: idOf(kind, key), at: popup.at })
          }
        />
      ))}
    </Popup>
  )
}
