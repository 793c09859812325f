import type { ApiObject, Pod } from '../../sim/index.ts'
import { deleteObject, deletePod, drain, runLine } from '../../store/intents.ts'
import { deleteLine, drainLine, evictLine, type Grace, nodeLine } from '../../store/lines.ts'
import { targetOf } from '../../store/objectActions.ts'
import { keyOf } from '../graph/world.ts'
import type { StageText } from '../text/useStageText.ts'
import { closePopup, type Popup as PopupState } from './hands.ts'
import { type BodyProps, titleOf } from './Item.tsx'
import {
  cordonAndDelete,
  evictAndBind,
  hasReplacer,
  pinLine,
  recreate,
  workloadOf,
} from './moves.ts'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'

interface Choice {
  readonly label: string
  /** The command line that does it. */
  readonly line?: string
  readonly primary?: true
  readonly run?: () => void
}

interface AskProps {
  readonly popup: PopupState
  readonly heading: string
  readonly hint: string
  readonly choices: readonly Choice[]
  readonly stacked?: boolean
}

function Ask({ popup, heading, hint, choices, stacked = false }: AskProps) {
  return (
    <Popup at={popup.at} role="dialog" label={heading}>
      <div className={styles.ask}>
        <h3>{heading}</h3>
        <p>{hint}</p>
        <div className={stacked ? styles.column : styles.buttons}>
          {choices.map(({ label, line, primary, run }) => (
            <button
              key={label}
              type="button"
              className={`${styles.button} ${primary ? styles.primary : ''}`}
              aria-label={label}
              title={line}
              onClick={() => {
                closePopup()
                run?.()
              }}
            >
              {label}
              {stacked && line !== undefined && <code className={styles.code}>{line}</code>}
            </button>
          ))}
        </div>
      </div>
    </Popup>
  )
}

/** `ReplicaSet web-7d9`, or undefined for a pod on its own. */
function ownerOf(object: ApiObject): string | undefined {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller)
  return owner && `${owner.kind} ${owner.name}`
}

function deletionHint(object: ApiObject, text: StageText): string {
  if (object.kind !== 'Pod') return titleOf(object)
  const owner = ownerOf(object)
  return owner === undefined ? text('ask.deleteBare') : text('ask.deleteOwned', { owner })
}

/** A pod may be given its time, a second, or none. */
export function AskDelete({ popup, object, text }: BodyProps) {
  const { name, namespace = '' } = object.metadata
  const isPod = object.kind === 'Pod'
  const run = () =>
    void (isPod ? deletePod(namespace, name) : deleteObject(object.kind, namespace, name))
  const line = (grace: Grace) => deleteLine(targetOf(object), grace).command
  const hasty = (grace: Grace, label: string): Choice => ({
    label,
    line: line(grace),
    run: () => void deletePod(namespace, name, grace),
  })
  return (
    <Ask
      popup={popup}
      heading={text('ask.delete', { name })}
      hint={deletionHint(object, text)}
      choices={[
        { label: text('ask.deleteYes'), line: line('usual'), primary: true, run },
        ...(isPod
          ? [hasty('now', text('ask.deleteNow')), hasty('force', text('ask.deleteForce'))]
          : []),
        { label: text('ask.no') },
      ]}
    />
  )
}

export function AskDrain({ popup, object, text }: BodyProps) {
  const node = object.metadata.name
  const force = { label: text('ask.drainForce'), line: drainLine(node, true).command }
  return (
    <Ask
      popup={popup}
      heading={text('ask.drain', { node })}
      hint={text('ask.drainHint')}
      choices={[
        {
          label: text('ask.drainYes'),
          line: drainLine(node).command,
          primary: true,
          run: () => void drain(node),
        },
        { ...force, run: () => void drain(node, true) },
        { label: text('ask.no') },
      ]}
    />
  )
}

function ownedChoices(pod: Pod, target: string, owner: string, text: StageText): readonly Choice[] {
  const { name, namespace = '' } = pod.metadata
  const node = pod.spec.nodeName ?? ''
  const workload = workloadOf(pod)
  const choices: Choice[] = []
  if (hasReplacer(pod))
    choices.push({
      label: text('move.evict', { node: target }),
      line: evictLine(namespace, name).command,
      primary: true,
      run: () => void evictAndBind(pod, target),
    })
  if (workload) {
    const line = pinLine(workload, target)
    choices.push({
      label: text('move.pin', { workload: `${workload.kind} ${workload.name}`, node: target }),
      line: line.command,
      run: () => void runLine(line),
    })
  }
  return [
    ...choices,
    {
      label: text('move.cordon', { node }),
      line: `${nodeLine('cordon', node).command}; ${deleteLine(targetOf(pod)).command}`,
      run: () => void cordonAndDelete(pod),
    },
    {
      label: text('move.delete', { owner }),
      line: deleteLine(targetOf(pod)).command,
      run: () => void deletePod(namespace, name),
    },
  ]
}

function moveChoices(pod: Pod, target: string, text: StageText): readonly Choice[] {
  const owner = ownerOf(pod)
  if (owner !== undefined) return ownedChoices(pod, target, owner, text)
  return [
    {
      label: text('move.recreate', { node: target }),
      line: `${deleteLine(targetOf(pod)).command}; kubectl apply -f -`,
      primary: true,
      run: () => void recreate(pod, target),
    },
  ]
}

/** Pods do not move: says so, and offers what really can be done. */
export function AskMove({ popup, object, text }: BodyProps) {
  if (object.kind !== 'Pod' || popup.sort !== 'move') return null
  return (
    <Ask
      popup={popup}
      stacked
      heading={text('move.title')}
      hint={text('move.hint', {
        pod: object.metadata.name,
        node: object.spec.nodeName ?? '',
      })}
      choices={[...moveChoices(object, popup.node, text), { label: text('move.stay') }]}
    />
  )
}

/** Why a drop has no consequence. */
export function TellCannot({ popup, object, text }: BodyProps) {
  if (popup.sort !== 'cannot') return null
  const { from, to } = popup.why
  return (
    <Ask
      popup={popup}
      heading={text('cannot.title')}
      hint={text('cannot.otherNamespace', { from, to, name: keyOf(object) })}
      choices={[{ label: text('cannot.close'), primary: true }]}
    />
  )
}
