import { memo, useMemo } from 'react'
import type { Node, Pod } from '../../sim/index.ts'
import { peekObject, useObject } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { useView } from '../../store/view.ts'
import { MiddleCut } from '../../ui/kit/MiddleCut.tsx'
import { accessibleName } from '../facts/names.ts'
import {
  bytesText,
  cpuText,
  type NodeFacts,
  nodeFacts,
  type Usage,
  usageOf,
} from '../facts/nodeFacts.ts'
import type { Density } from '../graph/metrics.ts'
import { idOf } from '../graph/world.ts'
import { useCell } from '../hands/cell.ts'
import { dragCell, type Verdict } from '../hands/hands.ts'
import { concernCell } from '../lens/concernCell.ts'
import { FAINT } from '../lens/faint.ts'
import { useStageText } from '../text/useStageText.ts'
import { tightCell } from '../useType.ts'
import card from './Card.module.css'
import { FoldToggle } from './Fold.tsx'
import styles from './Machine.module.css'
import { PodGrid } from './PodGrid.tsx'
import { NoEntry, StateSign } from './Sprite.tsx'
import { SystemTile } from './SystemTile.tsx'

function Bar({ label, usage }: { readonly label: string; readonly usage: Usage }) {
  const share = usage.all === 0 ? 0 : Math.min(1, usage.used / usage.all)
  return (
    <span className={styles.meter}>
      <span className={styles.meta}>{label}</span>
      <span className={styles.bar}>
        <i className={share > 0.9 ? styles.full : ''} style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  )
}

/** From afar one figure is enough. */
function shareText({ used, all }: Usage): string {
  return all === 0 ? '' : `${Math.round((100 * used) / all)}%`
}

function Meters({
  node,
  pods,
}: {
  readonly node: Node | undefined
  readonly pods: readonly Pod[]
}) {
  const text = useStageText()
  const tight = useCell(tightCell, (far) => far)
  const near = useView((state) => state.distance === 'desk') && !tight
  const { cpu, memory } = useMemo(() => usageOf(node, pods), [node, pods])
  if (!near)
    return (
      <div className={styles.meters}>
        <Bar usage={cpu} label={`CPU ${shareText(cpu)}`} />
        <Bar usage={memory} label={`Mem ${shareText(memory)}`} />
      </div>
    )
  return (
    <div className={styles.meters}>
      <Bar
        usage={cpu}
        label={text('machine.cpu', { used: cpuText(cpu.used), all: cpuText(cpu.all) })}
      />
      <Bar
        usage={memory}
        label={text('machine.memory', { used: bytesText(memory.used), all: bytesText(memory.all) })}
      />
    </div>
  )
}

function Tags({ facts }: { readonly facts: NodeFacts | undefined }) {
  const text = useStageText()
  const shown = useView((state) => (state.distance === 'desk' ? 2 : 1))
  if (!facts) return <div className={styles.tags} />
  const taints = [...facts.pressures, ...facts.taints]
  return (
    <div className={styles.tags}>
      {facts.tone === 'bad' && (
        <span className={`${styles.tag} ${styles.alarm}`}>
          <StateSign tone="bad" size={12} />
          {facts.status}
        </span>
      )}
      {facts.cordoned && (
        <span className={styles.tag}>
          <NoEntry />
          {text('machine.cordoned')}
        </span>
      )}
      {taints.slice(0, shown).map((taint) => (
        <span key={taint} className={`${styles.tag} ${styles.taint}`} title={taint}>
          {shortTaint(taint)}
        </span>
      ))}
      {taints.length > shown && (
        <span className={`${styles.tag} ${styles.others}`} title={taints.join(', ')}>
          +{taints.length - shown}
        </span>
      )}
    </div>
  )
}

/** The key's last part tells taints apart; the whole is in the tooltip. */
function shortTaint(taint: string): string {
  return taint.slice(taint.indexOf('/') + 1)
}

/** What the scheduler would say to the pod in hand. */
function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  const text = useStageText()
  const score =
    verdict.score === undefined ? '' : ` · ${text('verdict.score', { score: verdict.score })}`
  return (
    <div className={`${styles.verdict} ${verdict.feasible ? '' : styles.no}`} role="status">
      {verdict.feasible ? `✓ ${text('verdict.yes')}${score}` : `✕ ${verdict.reasons.join(', ')}`}
    </div>
  )
}

interface FaceProps {
  readonly name: string
  readonly node: Node | undefined
  readonly pods: readonly Pod[]
  readonly verdict?: Verdict | undefined
  readonly over?: boolean
  readonly selected?: boolean
  readonly faint: boolean
}

/** The frame of a machine: name, address, what its pods ask for, taints, and the verdict while dragging. */
function MachineFace({ name, node, pods, verdict, over, selected, faint }: FaceProps) {
  const text = useStageText()
  const facts = node && nodeFacts(node)
  const status = facts?.status ?? text('name.ghost')
  return (
    <>
      <div className={faint ? FAINT : ''}>
        <div className={styles.head}>
          <button
            type="button"
            className={card.title}
            data-thing={idOf('Node', `/${name}`)}
            aria-label={accessibleName('Node', `/${name}`, status)}
            aria-pressed={selected ?? false}
          >
            <MiddleCut name={name} labelled />
          </button>
          <span className={styles.address}>{facts?.address ?? ''}</span>
          <FoldToggle group={idOf('Node', `/${name}`)} name={name} />
        </div>
        <Meters node={node} pods={pods} />
        <Tags facts={facts} />
      </div>
      {!node && <div className={styles.ghost}>{text('machine.gone')}</div>}
      {verdict && <VerdictLine verdict={verdict} />}
      {over && <span className={styles.over} aria-hidden="true" />}
    </>
  )
}

interface Props {
  readonly name: string
  readonly inside: readonly string[]
  readonly system: readonly string[]
  /** True when the pods have nodes of their own on the canvas. */
  readonly open: boolean
  readonly density: Density['name']
}

function frameLook(facts: NodeFacts | undefined, verdict: Verdict | undefined): string {
  if (verdict) return (verdict.feasible ? styles.target : styles.refuse) ?? ''
  return (!facts ? styles.refuse : facts.tone === 'bad' ? styles.broken : '') ?? ''
}

/** One machine with its pods. Renders again when the Node or the list of its pods changes. */
export const Machine = memo(function Machine({ name, inside, system, open, density }: Props) {
  const key = `/${name}`
  const id = idOf('Node', key)
  const node = useObject('Node', key)
  const selected = useUi((state) => state.selection?.kind === 'Node' && state.selection.key === key)
  const verdict = useCell(dragCell, (drag) => drag?.verdicts.get(name))
  const over = useCell(dragCell, (drag) => drag?.over === id)
  const pods = useMemo(
    () =>
      [...inside, ...system]
        .map((podKey) => peekObject('Pod', podKey))
        .filter((pod) => pod !== undefined),
    [inside, system],
  )
  const faint = useCell(concernCell, (concern) => !concern.lit(id))
  const look = frameLook(node && nodeFacts(node), verdict)
  return (
    <div
      className={`${styles.machine} ${faint ? styles.quiet : ''} ${look} ${over ? styles.hover : ''} ${selected ? card.selected : ''}`}
      data-machine={name}
      data-drop={id}
    >
      <MachineFace
        name={name}
        node={node}
        pods={pods}
        verdict={verdict}
        over={over}
        selected={selected}
        faint={faint}
      />
      {!open && inside.length > 0 && <PodGrid name={name} keys={inside} density={density} />}
      <SystemTile name={name} keys={system} />
    </div>
  )
})
