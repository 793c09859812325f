import { Minus, Plus, Trash2 } from 'lucide-react'
import { since } from '../../kubectl/printers/age.ts'
import type { ApiObject } from '../../sim/index.ts'
import { cordon, deleteObject, deletePod, drain, scale, uncordon } from '../../store/intents.ts'
import { takesLoad } from '../../store/loads.ts'
import { targetOf } from '../../store/objectActions.ts'
import { useNow } from '../../store/sim.ts'
import { uiStore } from '../../store/ui.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { StateIcon } from '../kit/Shapes.tsx'
import { useText } from '../kit/useText.ts'
import { AutoscalerWhy } from './AutoscalerWhy.tsx'
import { conditionsOf, type Fact, factsOf } from './facts.ts'
import styles from './Inspector.module.css'
import { LoadLine } from './LoadLine.tsx'

/** The object at a glance, and what can be done to it. */
export function Overview({ object }: { readonly object: ApiObject }) {
  const text = useText()
  const now = useNow()
  const labels = Object.entries(object.metadata.labels ?? {})
  return (
    <>
      <Actions object={object} />
      <dl className={styles.facts}>
        {factsOf(object).map((fact) => (
          <FactLine key={`${fact.label} ${fact.value}`} fact={fact} />
        ))}
        {takesLoad(object.kind) && <LoadLine target={targetOf(object)} />}
        <dt>{text('overview.age')}</dt>
        <dd>{since(object.metadata.creationTimestamp, now)}</dd>
        {labels.length > 0 && (
          <>
            <dt>{text('overview.labels')}</dt>
            <dd className={styles.labels}>
              {labels.map(([name, value]) => (
                <code key={name}>{`${name}=${value}`}</code>
              ))}
            </dd>
          </>
        )}
      </dl>
      {object.kind === 'HorizontalPodAutoscaler' && <AutoscalerWhy object={object} />}
      <Conditions object={object} />
    </>
  )
}

export function FactLine({ fact }: { readonly fact: Fact }) {
  const text = useText()
  const { label, value, state, link } = fact
  return (
    <>
      <dt>{text(label)}</dt>
      <dd>
        {state && (
          <span className={`${styles.status} ${styles[state === 'gone' ? 'gone2' : state]}`}>
            <StateIcon shape={state} size={15} />
            {value}
          </span>
        )}
        {!state && link && (
          <button
            type="button"
            className={styles.link}
            onClick={() => uiStore.getState().select(link)}
          >
            {value}
          </button>
        )}
        {!state && !link && value}
      </dd>
    </>
  )
}

function Actions({ object }: { readonly object: ApiObject }) {
  const text = useText()
  const namespace = object.metadata.namespace ?? ''
  const { name } = object.metadata
  const remove = () =>
    void (object.kind === 'Pod'
      ? deletePod(namespace, name)
      : deleteObject(object.kind, namespace, name))
  return (
    <fieldset className={styles.actions} aria-label={text('overview.actions')}>
      {(object.kind === 'Deployment' || object.kind === 'ReplicaSet') && (
        <ScaleButtons object={object} />
      )}
      {object.kind === 'Node' ? (
        <NodeButtons name={name} cordoned={object.spec?.unschedulable === true} />
      ) : (
        <Button className={styles.danger ?? ''} onClick={remove}>
          <Trash2 size={14} aria-hidden />
          {text('overview.delete')}
        </Button>
      )}
    </fieldset>
  )
}

interface Scalable {
  readonly kind: 'Deployment' | 'ReplicaSet'
  readonly metadata: { readonly namespace?: string; readonly name: string }
  readonly spec: { readonly replicas?: number }
}

function ScaleButtons({ object }: { readonly object: Scalable }) {
  const text = useText()
  const wanted = object.spec.replicas ?? 1
  const to = (count: number) =>
    void scale(object.kind, object.metadata.namespace ?? '', object.metadata.name, count)
  return (
    <>
      <IconButton
        label={text('overview.fewer')}
        disabled={wanted === 0}
        onClick={() => to(wanted - 1)}
      >
        <Minus size={16} aria-hidden />
      </IconButton>
      <IconButton label={text('overview.more')} onClick={() => to(wanted + 1)}>
        <Plus size={16} aria-hidden />
      </IconButton>
    </>
  )
}

function NodeButtons({ name, cordoned }: { readonly name: string; readonly cordoned: boolean }) {
  const text = useText()
  return (
    <>
      <Button onClick={() => void (cordoned ? uncordon(name) : cordon(name))}>
        {text(cordoned ? 'overview.uncordon' : 'overview.cordon')}
      </Button>
      <Button onClick={() => void drain(name)}>{text('overview.drain')}</Button>
    </>
  )
}

/** Conditions for which False is the good news. */
const PRESSURE = /(Pressure|Unavailable|Failure|Limited)$/

function Conditions({ object }: { readonly object: ApiObject }) {
  const text = useText()
  const conditions = conditionsOf(object)
  if (conditions.length === 0) return null
  return (
    <>
      <h4 className={styles.sub}>{text('overview.conditions')}</h4>
      <ul className={styles.conditions}>
        {conditions.map(({ type, status, reason, message }) => {
          const good = (status === 'True') !== PRESSURE.test(type)
          return (
            <li key={type}>
              <span className={good ? styles.ok : styles.wait}>
                <StateIcon shape={good ? 'ok' : 'wait'} size={15} />
              </span>
              <span>
                {type} <span className={styles.mono}>{status}</span>
                {(reason || message) && (
                  <small>{[reason, message].filter(Boolean).join(' · ')}</small>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
