import { lazy, memo, Suspense } from 'react'
import type { ApiObject, Kind, ReplicaSet } from '../../sim/index.ts'
import { useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { useView } from '../../store/view.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import { type WorkloadFacts, workloadFacts } from '../facts/workloadFacts.ts'
import { GhostPlace } from '../ghosts/GhostPlace.tsx'
import { idOf, keyOf, refOf, type StageKind } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import card from './Card.module.css'
import { FoldToggle } from './Fold.tsx'
import { KindSign } from './Sprite.tsx'
import { Steppers } from './Steppers.tsx'
import styles from './Workload.module.css'

/** The part of a ReplicaSet's name that its Deployment's does not have. */
function suffixOf(child: string, parent: string): string {
  const suffix = child.startsWith(`${parent}-`) ? child.slice(parent.length + 1) : child
  return suffix.slice(0, HASH)
}

const BatchFoot = lazy(async () => ({ default: (await import('./BatchFoot.tsx')).BatchFoot }))

const AutoscalerFoot = lazy(async () => ({
  default: (await import('./AutoscalerFoot.tsx')).AutoscalerFoot,
}))

const NONE: readonly string[] = []
/** So many characters of a template hash tell revisions apart. */
const HASH = 5
const REVISION = 'deployment.kubernetes.io/revision'

interface PillProps {
  readonly childKey: string
  readonly parent: string
  /** The Deployment's current revision. */
  readonly revision: string | undefined
  /** What the card says already. */
  readonly said: string
}

/** Old revisions that hold no pods are left to the inspector. */
const ChildPill = memo(function ChildPill({ childKey, parent, revision, said }: PillProps) {
  const text = useStageText()
  const set = useObject('ReplicaSet', childKey)
  const selected = useUi(
    (state) => state.selection?.kind === 'ReplicaSet' && state.selection.key === childKey,
  )
  if (!set) return null
  const current = revision === undefined || set.metadata.annotations?.[REVISION] === revision
  if (!current && (set.status.replicas ?? 0) === 0 && (set.spec.replicas ?? 0) === 0) return null
  return <ChildFace set={set} parent={parent} selected={selected} text={text} said={said} />
})

interface ChildProps {
  readonly set: ReplicaSet
  readonly parent: string
  readonly selected: boolean
  readonly text: ReturnType<typeof useStageText>
  readonly said: string
}

function ChildFace({ set, parent, selected, text, said }: ChildProps) {
  const { ready, desired } = workloadFacts(set)
  const count = `${ready}/${desired}`
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
      {count !== said && <span className={styles.has} data-text={count} />}
    </button>
  )
}

/** What the two numbers of a card are, when they are not the pods that are ready. */
const COUNTS: Partial<Record<Kind, 'workload.done' | 'workload.wanted'>> = {
  Job: 'workload.done',
  HorizontalPodAutoscaler: 'workload.wanted',
}

interface FaceProps {
  readonly object: ApiObject
  readonly pills: readonly string[]
  readonly selected?: boolean
}

interface FootProps extends FaceProps {
  readonly facts: WorkloadFacts
}

function Foot({ object, facts, pills }: FootProps) {
  const { name, namespace = '' } = object.metadata
  return (
    <>
      <small className={`${card.small} ${styles.kind}`}>
        {object.kind}
        {namespace === 'default' ? '' : ` · ${namespace}`}
      </small>
      <span className={styles.pills}>
        {pills.map((key) => (
          <ChildPill
            key={key}
            childKey={key}
            parent={name}
            revision={object.metadata.annotations?.[REVISION]}
            said={`${facts.ready}/${facts.desired}`}
          />
        ))}
      </span>
      {(object.kind === 'Job' || object.kind === 'CronJob') && (
        <Suspense fallback={null}>
          <BatchFoot object={object} />
        </Suspense>
      )}
      {facts.scalable && <Steppers object={object} desired={facts.desired} />}
    </>
  )
}

/** Two lines: what it is called and how many it has; what it is, the sets inside, and how to have more. */
function WorkloadFace({ object, pills, selected = false }: FaceProps) {
  const text = useStageText()
  const facts = workloadFacts(object)
  const id = idOf(object.kind, keyOf(object))
  const folded = useView((state) => state.folded.has(id))
  const { name } = object.metadata
  const count = text(COUNTS[object.kind] ?? 'workload.ready', {
    ready: facts.ready,
    desired: facts.desired,
  })
  const counted = object.kind !== 'CronJob'
  return (
    <div
      className={`${card.card} ${styles.chip} ${folded ? styles.folded : ''} ${selected ? card.selected : ''}`}
      data-drop={id}
    >
      <span className={`${card.sign} ${card[facts.tone]}`}>
        <KindSign kind={object.kind} size={folded ? 22 : 34} />
      </span>
      <span className={card.grow}>
        <span className={card.line}>
          <button
            type="button"
            className={card.title}
            data-thing={id}
            aria-label={accessibleName(object.kind, keyOf(object), counted ? count : '')}
          >
            <MiddleCut name={name} labelled />
          </button>
          {counted && (
            <span className={`${card.number} ${card[facts.tone]}`}>
              {facts.ready}/{facts.desired}
            </span>
          )}
          <FoldToggle group={id} name={name} />
        </span>
        {!folded && (
          <span className={styles.foot}>
            {object.kind === 'HorizontalPodAutoscaler' ? (
              // Its words need the room, and its sign says what it is.
              <Suspense fallback={null}>
                <AutoscalerFoot object={object} />
              </Suspense>
            ) : (
              <Foot object={object} facts={facts} pills={pills} />
            )}
          </span>
        )}
      </span>
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
  if (!object) return <GhostPlace id={id} />
  return (
    <WorkloadFace
      object={object}
      pills={kind === 'Deployment' ? inside : NONE}
      selected={selected}
    />
  )
})
