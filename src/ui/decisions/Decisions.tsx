import type { Decision } from '../../sim/scheduler/index.ts'
import { loadedEngine } from '../../store/arrival.ts'
import { runningCluster, useObject, useSim } from '../../store/sim.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { clock } from '../kit/clock.ts'
import { StateIcon } from '../kit/Shapes.tsx'
import styles from './Decisions.module.css'
import { type DecisionRow, decisionRows } from './rows.ts'
import { type DecisionText, decisionText } from './text.ts'

/** What the scheduler thought of each machine, attempt by attempt: who was refused and why, who has to leave for it. */
export function Decisions({ podKey }: { readonly podKey: string }) {
  const text = decisionText(useUi((state) => state.language))
  const pod = useObject('Pod', podKey)
  // The tables belong to the engine: another one may be there with any entry.
  useSim((state) => state.rv)
  const [engine, cluster] = [loadedEngine(), runningCluster()]
  if (!engine || !cluster || !pod) return null
  const [newest, ...earlier] = engine.decisionsOf(cluster, pod.metadata.uid)
  if (!newest) return null
  return (
    <section aria-label={text('title')} className={styles.decisions}>
      <h4 className={styles.title}>{text('title')}</h4>
      <Attempt decision={newest} text={text} />
      {earlier.length > 0 && (
        <details className={styles.earlier} open={earlier[0]?.preemption?.node !== undefined}>
          <summary>{text('earlier', { count: earlier.length })}</summary>
          {earlier.slice(0, MOST).map((one) => (
            <Attempt key={`${one.at} ${one.node ?? ''}`} decision={one} text={text} />
          ))}
        </details>
      )}
    </section>
  )
}

const MOST = 5

interface AttemptProps {
  readonly decision: Decision
  readonly text: DecisionText
}

function outcome({ node, nodes, feasible, evaluated, preemption }: Decision, text: DecisionText) {
  if (node !== undefined)
    return evaluated === 1 && nodes > 1
      ? text('kept', { node })
      : text('chose', { node, nodes, feasible })
  return preemption?.node === undefined
    ? text('none', { nodes })
    : text('room', { nodes, node: preemption.node })
}

function Attempt({ decision, text }: AttemptProps) {
  const rows = decisionRows(decision)
  const { preemption, nodes, at } = decision
  const tried = preemption !== undefined && preemption.ineligible === undefined
  return (
    <>
      <p className={styles.outcome}>
        {outcome(decision, text)} <span className={styles.at}>{clock(at)}</span>
      </p>
      {preemption?.ineligible !== undefined && (
        <p className={styles.outcome}>
          {text('ineligible')}: <span lang="en">{preemption.ineligible}</span>
        </p>
      )}
      {rows.length > 0 && (
        <table className={styles.table}>
          <caption className={styles.caption}>{text('caption', { at: clock(at) })}</caption>
          <thead>
            <tr>
              <th scope="col">{text('node')}</th>
              <th scope="col">{text('verdict')}</th>
              {tried && <th scope="col">{text('others')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.node} row={row} tried={tried} room={preemption?.node} text={text} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && rows.length < nodes && (
        <p className={styles.note}>{text('shown', { shown: rows.length, nodes })}</p>
      )}
    </>
  )
}

interface RowProps {
  readonly row: DecisionRow
  readonly tried: boolean
  /** The machine on which room is made. */
  readonly room: string | undefined
  readonly text: DecisionText
}

const SHAPES = { chosen: 'ok', fits: 'wait', refused: 'bad' } as const

function Row({ row, tried, room, text }: RowProps) {
  const { node, verdict, score, parts, reasons, others } = row
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={styles.node}
          onClick={() => uiStore.getState().select({ kind: 'Node', key: `/${node}` })}
        >
          {node}
        </button>
      </th>
      <td>
        <span className={`${styles.verdict} ${styles[verdict]}`}>
          <StateIcon shape={SHAPES[verdict]} size={14} />
          {text(verdict)}
          {score !== undefined && `, ${text('score', { score })}`}
        </span>
        {reasons.length > 0 && <small lang="en">{reasons.join(', ')}</small>}
        {parts.length > 0 && score !== undefined && <small lang="en">{parts.join(' · ')}</small>}
      </td>
      {tried && <td>{others && <Others others={others} leaving={node === room} text={text} />}</td>}
    </tr>
  )
}

interface OthersProps {
  readonly others: NonNullable<DecisionRow['others']>
  readonly leaving: boolean
  readonly text: DecisionText
}

function Others({ others, leaving, text }: OthersProps) {
  const { victims, violations, reasons } = others
  if (victims.length === 0) return <small lang="en">{reasons.join(', ')}</small>
  return (
    <>
      <span className={leaving ? styles.leaving : styles.leave}>
        {text(leaving ? 'leaving' : 'leave')}
      </span>
      <ul className={styles.victims}>
        {victims.map((victim) => (
          <li key={victim.pod}>{text('victim', { ...victim })}</li>
        ))}
      </ul>
      {violations > 0 && <small>{text('budgets', { count: violations })}</small>}
    </>
  )
}
