import { useMemo } from 'react'
import type { ApiObject, Kind, Pod } from '../../sim/index.ts'
import {
  applyYaml,
  bindPod,
  bindVolume,
  cordon,
  deleteObject,
  deletePod,
  drain,
} from '../../store/intents.ts'
import { peekKeys, useObject } from '../../store/sim.ts'
import { accessibleName } from '../facts/names.ts'
import { keyOf, refOf, splitKey } from '../graph/world.ts'
import { type StageText, useStageText } from '../text/useStageText.ts'
import { actionsFor } from './actions.ts'
import { useCell } from './cell.ts'
import { closePopup, type Popup as PopupState, popupCell, type Verdict } from './hands.ts'
import styles from './Popup.module.css'
import { Popup } from './Popup.tsx'
import { recreation } from './recreate.ts'
import { verdictsFor } from './verdicts.ts'

interface ItemProps {
  readonly label: string
  readonly small?: string
  readonly tone?: 'yes' | 'no' | 'danger'
  readonly run: () => void
}

function Item({ label, small, tone, run }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      className={`${styles.item} ${tone === 'danger' ? styles.danger : ''}`}
      onClick={() => {
        closePopup()
        run()
      }}
    >
      <span>{label}</span>
      {small !== undefined && <small className={tone && styles[tone]}>{small}</small>}
    </button>
  )
}

interface BodyProps {
  readonly popup: PopupState
  readonly object: ApiObject
  readonly text: StageText
}

function title(object: ApiObject): string {
  return accessibleName(object.kind, keyOf(object))
}

function ActionMenu({ popup, object, text }: BodyProps) {
  return (
    <Popup at={popup.at} role="menu" label={text('menu.actions', { name: title(object) })}>
      <div className={styles.head}>{title(object)}</div>
      {actionsFor(object, popup.at, text).map((action) => (
        <Item
          key={action.name}
          label={action.label}
          run={action.run}
          {...(action.danger ? { tone: 'danger' as const } : {})}
        />
      ))}
    </Popup>
  )
}

function verdictText(verdict: Verdict, text: StageText): string {
  if (!verdict.feasible) return `✕ ${verdict.reasons.join(', ')}`
  const score =
    verdict.score === undefined ? '' : ` · ${text('verdict.score', { score: verdict.score })}`
  return `✓ ${text('verdict.yes')}${score}`
}

/** The keyboard's way to drop a pod on a machine: every machine with its verdict. */
function BindMenu({ popup, object, text }: BodyProps) {
  const key = keyOf(object)
  const verdicts = useMemo(() => [...verdictsFor(key).values()], [key])
  const bound = object.kind === 'Pod' ? (object.spec.nodeName ?? '') : ''
  const [namespace, name] = splitKey(key)
  const choose = (node: string) => () => {
    if (bound === '') void bindPod(namespace, name, node)
    else popupCell.set({ sort: 'move', id: popup.id, node, at: popup.at })
  }
  const label = text(bound === '' ? 'menu.bind' : 'menu.move')
  return (
    <Popup at={popup.at} role="menu" label={label}>
      <div className={styles.head}>{label}</div>
      {verdicts
        .filter((verdict) => verdict.node !== bound)
        .map((verdict) => (
          <Item
            key={verdict.node}
            label={verdict.node}
            small={verdictText(verdict, text)}
            tone={verdict.feasible ? 'yes' : 'no'}
            run={choose(verdict.node)}
          />
        ))}
    </Popup>
  )
}

/** The keyboard's way to drop a volume on a claim. */
function ReserveMenu({ popup, object, text }: BodyProps) {
  const claims = peekKeys('PersistentVolumeClaim')
  const label = text('menu.reserve')
  return (
    <Popup at={popup.at} role="menu" label={label}>
      <div className={styles.head}>{label}</div>
      {claims.length === 0 && <Item label={text('menu.none')} run={() => undefined} />}
      {claims.map((key) => (
        <Item
          key={key}
          label={key}
          run={() => void bindVolume(object.metadata.name, ...splitKey(key))}
        />
      ))}
    </Popup>
  )
}

interface Choice {
  readonly label: string
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
          {choices.map(({ label, primary, run }) => (
            <button
              key={label}
              type="button"
              className={`${styles.button} ${primary ? styles.primary : ''}`}
              onClick={() => {
                closePopup()
                run?.()
              }}
            >
              {label}
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
  if (object.kind !== 'Pod') return title(object)
  const owner = ownerOf(object)
  return owner === undefined ? text('ask.deleteBare') : text('ask.deleteOwned', { owner })
}

function AskDelete({ popup, object, text }: BodyProps) {
  const { name, namespace = '' } = object.metadata
  const run = () =>
    void (object.kind === 'Pod'
      ? deletePod(namespace, name)
      : deleteObject(object.kind, namespace, name))
  return (
    <Ask
      popup={popup}
      heading={text('ask.delete', { name })}
      hint={deletionHint(object, text)}
      choices={[{ label: text('ask.deleteYes'), primary: true, run }, { label: text('ask.no') }]}
    />
  )
}

function AskDrain({ popup, object, text }: BodyProps) {
  const node = object.metadata.name
  return (
    <Ask
      popup={popup}
      heading={text('ask.drain', { node })}
      hint={text('ask.drainHint')}
      choices={[
        { label: text('ask.drainYes'), primary: true, run: () => void drain(node) },
        { label: text('ask.no') },
      ]}
    />
  )
}

async function cordonAndDelete(node: string, namespace: string, name: string): Promise<void> {
  const { code } = await cordon(node)
  if (code === 0) await deletePod(namespace, name)
}

async function recreate(pod: Pod, node: string): Promise<void> {
  const manifest = recreation(pod, node)
  const { code } = await deletePod(pod.metadata.namespace ?? '', pod.metadata.name)
  if (code === 0) await applyYaml(manifest, '')
}

function moveChoices(pod: Pod, target: string, text: StageText): readonly Choice[] {
  const { name, namespace = '' } = pod.metadata
  const node = pod.spec.nodeName ?? ''
  const owner = ownerOf(pod)
  if (owner === undefined)
    return [
      {
        label: text('move.recreate', { node: target }),
        primary: true,
        run: () => void recreate(pod, target),
      },
    ]
  return [
    {
      label: text('move.delete', { owner }),
      primary: true,
      run: () => void deletePod(namespace, name),
    },
    {
      label: text('move.cordon', { node }),
      run: () => void cordonAndDelete(node, namespace, name),
    },
  ]
}

/** Pods do not move: says so, and offers what really can be done. */
function AskMove({ popup, object, text }: BodyProps) {
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

const BODIES = {
  menu: ActionMenu,
  bind: BindMenu,
  reserve: ReserveMenu,
  delete: AskDelete,
  drain: AskDrain,
  move: AskMove,
} as const

/** The menu or question that is open, if any; it closes by itself when its object goes away. */
export function Popups() {
  const popup = useCell(popupCell, (value) => value)
  return popup ? <Opened popup={popup} /> : null
}

function Opened({ popup }: { readonly popup: PopupState }) {
  const { kind, key } = refOf(popup.id)
  const text = useStageText()
  const object = useObject(kind as Kind, key)
  const Body = BODIES[popup.sort]
  return object ? <Body key={popup.sort} popup={popup} object={object} text={text} /> : null
}
