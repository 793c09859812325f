import { useState } from 'react'
import type { ConfigMap, Consumer, Secret } from '../../sim/index.ts'
import { useSim } from '../../store/sim.ts'
import { useUses } from '../../store/storage.ts'
import { uiStore, useUi } from '../../store/ui.ts'
import { bytesText } from '../kit/bytes.ts'
import { StateIcon } from '../kit/Shapes.tsx'
import { type Datum, dataOf } from './data.ts'
import styles from './Files.module.css'
import { type FilesText, filesText } from './text.ts'

interface KeyProps {
  readonly datum: Datum
  readonly secret: boolean
  readonly text: FilesText
}

/** One key with its size; what a Secret says is shown only when somebody asks. */
function Key({ datum, secret, text }: KeyProps) {
  const [asked, ask] = useState(false)
  const { key, value, bytes } = datum
  const shown = !secret || asked
  return (
    <div className={styles.key}>
      <dt>
        <code>{key}</code> <small>{bytesText(bytes)}</small>
        {secret && (
          <button
            type="button"
            className={styles.small}
            aria-pressed={asked}
            aria-label={text(asked ? 'hide' : 'show', { key })}
            onClick={() => ask(!asked)}
          >
            {text(asked ? 'hideShort' : 'showShort')}
          </button>
        )}
      </dt>
      <dd>
        {!shown && <span className={styles.hint}>{text('hidden')}</span>}
        {shown && value !== undefined && <pre className={styles.text}>{value}</pre>}
        {shown && value === undefined && (
          <span className={styles.hint}>{text('binary', { size: bytesText(bytes) })}</span>
        )}
      </dd>
    </div>
  )
}

function refreshText({ how, refresh }: Consumer, now: number, text: FilesText): string {
  if (how === 'subPath') return text('stale.subPath')
  if (refresh.by !== 'kubelet') return text(`stale.${refresh.by}`)
  return text('stale.kubelet', { seconds: Math.max(0, Math.ceil((refresh.at - now) / 1000)) })
}

interface UseProps {
  readonly use: Consumer
  readonly namespace: string
  readonly now: number
  readonly text: FilesText
}

function Use({ use, namespace, now, text }: UseProps) {
  const { pod, container, how, name, path, stale, revision } = use
  const shape = stale ? 'wait' : revision === '' ? 'work' : 'ok'
  const state = stale ? refreshText(use, now, text) : text(revision === '' ? 'nothing' : 'current')
  return (
    <li className={styles.candidate}>
      <span className={styles[shape]}>
        <StateIcon shape={shape} size={15} />
      </span>
      <span>
        <button
          type="button"
          className={styles.link}
          onClick={() => uiStore.getState().select({ kind: 'Pod', key: `${namespace}/${pod}` })}
        >
          {pod}
        </button>{' '}
        {container} · {text(`how.${how}`, { name, path })}
        <small>{state}</small>
      </span>
    </li>
  )
}

/** Countdowns go by seconds of the cluster. */
function useSeconds(): number {
  return useSim((state) => Math.floor(state.now / 1000) * 1000)
}

const MOST_USES = 60

/** The keys of a ConfigMap or Secret, and who shows which content of it. */
export function KeysView({ object }: { readonly object: ConfigMap | Secret }) {
  const text = filesText(useUi((state) => state.language))
  const { namespace = '', name } = object.metadata
  const uses = useUses(object.kind, `${namespace}/${name}`)
  const now = useSeconds()
  const data = dataOf(object)
  return (
    <>
      <section className={styles.part} aria-label={text('keys')}>
        {object.immutable === true && <p className={styles.hint}>{text('immutable')}</p>}
        {object.kind === 'Secret' && <p className={styles.hint}>{text('encoded')}</p>}
        {data.length === 0 && <p className={styles.hint}>{text('noKeys')}</p>}
        <dl className={styles.keys}>
          {data.map((datum) => (
            <Key key={datum.key} datum={datum} secret={object.kind === 'Secret'} text={text} />
          ))}
        </dl>
      </section>
      <section className={styles.part} aria-label={text('uses')}>
        <h4 className={styles.sub}>{text('uses')}</h4>
        {uses.length === 0 && <p className={styles.hint}>{text('noUses')}</p>}
        <ul className={styles.list}>
          {uses.slice(0, MOST_USES).map((use) => (
            <Use
              key={`${use.uid} ${use.container} ${use.how} ${use.name} ${use.path}`}
              use={use}
              namespace={namespace}
              now={now}
              text={text}
            />
          ))}
        </ul>
      </section>
    </>
  )
}
