import { memo } from 'react'
import type { ApiObject, ReplicaSet } from '../../sim/index.ts'
import { scale } from '../../store/intents.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { workloadFacts } from '../facts/workloadFacts.ts'
import { idOf, keyOf, refOf, type StageKind } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { KindSign } from './Sprite.tsx'
import styles from './Workload.module.css'

/** The part of a ReplicaSet's name that its Deployment's does not have. */
function suffixOf(child: string, parent: string): string {
  const suffix = child.startsWith(`${parent}-`) ? child.slice(parent.length + 1) : child
  return suffix.slice(0, HASH)
}

const NONE: readonly string[] = []
/** So many characters of a template hash tell revisions apart. */
const HASH = 5
const REVISION = 'deployment.kubernetes.io/revision'

interface PillProps {
  readonly childKey: string
  readonly parent: string
  /** The Deployment's current revision. */
  readonly revision: string | undefined
}

/** Old revisions that hold no pods are left to the inspector. */
const ChildPill = memo(function ChildPill({ childKey, parent, revision }: PillProps) {
  const text = useStageText()
  const set = useObject('ReplicaSet', childKey)
  const selected = useUi(
    (state) => state.selection?.kind === 'ReplicaSet' && state.selection.key === childKey,
  )
  if (!set) return null
  const current = revision === undefined || set.metadata.annotations?.[REVISION] === revision
  if (!current && (set.status.replicas ?? 0) === 0 && (set.spec.replicas ?? 0) === 0) return null
  return <ChildFace set={set} parent={parent} selected={selected} text={text} />
})

interface ChildProps {
  readonly set: ReplicaSet
  readonly parent: string
  readonly selected: boolean
  readonly text: ReturnType<typeof useStageText>
}

function ChildFace({ set, parent, selected, text }: ChildProps) {
  const { ready, desired } = workloadFacts(set)
  return (
    <button
      type="button"
      className={`${styles.pill} ${selected ? styles.picked : ''}`}
      data-thing={idOf('ReplicaSet', keyOf(set))}
      aria-label={accessibleName(
        'ReplicaSet',
        keyOf(set),
        text('workload.ready', { ready, desired }),
      )}
    >
      <span className={styles.hash} data-text={suffixOf(set.metadata.name, parent)} />
      <span data-text={`${ready}/${desired}`} />
    </button>
  )
}

function Steppers({ object, desired }: { readonly object: ApiObject; readonly desired: number }) {
  const text = useStageText()
  const { name, namespace = '' } = object.metadata
  const to = (replicas: number) => () => void scale(object.kind, namespace, name, replicas)
  return (
    <span className={styles.steppers}>
      <button
        type="button"
        disabled={desired === 0}
        aria-label={text('workload.less', { name, count: Math.max(0, desired - 1) })}
        onClick={to(desired - 1)}
      >
        −
      </button>
      <button
        type="button"
        aria-label={text('workload.more', { name, count: desired + 1 })}
        onClick={to(desired + 1)}
      >
        +
      </button>
    </span>
  )
}

interface FaceProps {
  readonly object: ApiObject
  readonly pills: readonly string[]
  readonly selected?: boolean
}

/** A workload as a chip: what it wants, what it has, and the ReplicaSets inside. */
function WorkloadFace({ object, pills, selected = false }: FaceProps) {
  const text = useStageText()
  const facts = workloadFacts(object)
  const { name, namespace = '' } = object.metadata
  const count = text('workload.ready', { ready: facts.ready, desired: facts.desired })
  return (
    <div className={`${card.card} ${styles.chip} ${selected ? card.selected : ''}`}>
      <div className={card.row}>
        <span className={card[facts.tone]}>
          <KindSign kind={object.kind} size={30} />
        </span>
        <span className={card.grow}>
          <button
            type="button"
            className={card.title}
            data-thing={idOf(object.kind, keyOf(object))}
            aria-label={accessibleName(
              object.kind,
              keyOf(object),
              object.kind === 'CronJob' ? '' : count,
            )}
          >
            <MiddleCut name={name} />
          </button>
          <small className={card.small}>
            {object.kind}
            {namespace === 'default' ? '' : ` · ${namespace}`}
          </small>
        </span>
        {object.kind !== 'CronJob' && (
          <span className={`${card.number} ${card[facts.tone]}`}>
            {facts.ready}/{facts.desired}
          </span>
        )}
      </div>
      <div className={styles.foot}>
        <span className={styles.pills}>
          {pills.map((key) => (
            <ChildPill
              key={key}
              childKey={key}
              parent={name}
              revision={object.metadata.annotations?.[REVISION]}
            />
          ))}
        </span>
        {facts.scalable && <Steppers object={object} desired={facts.desired} />}
      </div>
    </div>
  )
}

export const Workload = memo(function Workload({
  id,
  inside,
}: {
  readonly id: string
  readonly inside: readonly string[]
}) {
  const { kind, key } = refOf(id)
  const object = useObject(kind as StageKind, key)
  const selected = useUi((state) => state.selection?.kind === kind && state.selection.key === key)
  if (!object) return null
  return (
    <WorkloadFace
      object={object}
      pills={kind === 'Deployment' ? inside : NONE}
      selected={selected}
    />
  )
})
