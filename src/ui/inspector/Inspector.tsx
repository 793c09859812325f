import { lazy, Suspense } from 'react'
import { useObject } from '../../store/sim.ts'
import { type InspectorTab, type Selection, uiStore, useUi } from '../../store/ui.ts'
import { MiddleCut } from '../kit/MiddleCut.tsx'
import { type PanelFold, PanelFrame } from '../kit/PanelFrame.tsx'
import { Heptagon } from '../kit/Shapes.tsx'
import { Tabs } from '../kit/Tabs.tsx'
import { useText } from '../kit/useText.ts'
import { kindName } from '../text/kinds.ts'
import { EventsView } from './EventsView.tsx'
import styles from './Inspector.module.css'
import { Overview } from './Overview.tsx'
import { WhyView } from './WhyView.tsx'
import { YamlView } from './YamlView.tsx'

const Missing = lazy(async () => ({ default: (await import('../edges/Missing.tsx')).Missing }))
const Related = lazy(async () => ({ default: (await import('../edges/Related.tsx')).Related }))

const FilesView = lazy(async () => ({
  default: (await import('../files/FilesView.tsx')).FilesView,
}))

const TABS = [
  'overview',
  'files',
  'yaml',
  'events',
  'why',
] as const satisfies readonly InspectorTab[]

/** Kinds that have something inside, and what its tab is called. */
const INSIDE: Readonly<Record<string, 'tab.files' | 'tab.data'>> = {
  Pod: 'tab.files',
  PersistentVolume: 'tab.files',
  PersistentVolumeClaim: 'tab.files',
  ConfigMap: 'tab.data',
  Secret: 'tab.data',
}

interface PanelProps {
  readonly onClose?: () => void
  readonly fold?: PanelFold | undefined
}

/** What is known about the selected object. */
export function Inspector({ onClose, fold }: PanelProps) {
  const text = useText()
  const selection = useUi((state) => state.selection)
  const language = useUi((state) => state.language)
  const heading = selection
    ? `${kindName(selection.kind, language)}${namespaceOf(selection) && ` · ${namespaceOf(selection)}`}`
    : undefined
  return (
    <PanelFrame
      name={text('panel.inspector')}
      heading={fold?.folded ? undefined : heading}
      onClose={onClose}
      fold={fold}
      flush
    >
      {selection ? <Selected selection={selection} /> : <Nothing />}
    </PanelFrame>
  )
}

function namespaceOf({ key }: Selection): string {
  return key.slice(0, key.indexOf('/'))
}

function Nothing() {
  const text = useText()
  return (
    <div className={styles.nothing}>
      <Heptagon size={44} />
      <p>
        <b>{text('inspector.nothing')}</b>
      </p>
      <p>{text('inspector.pick')}</p>
    </div>
  )
}

function Selected({ selection }: { readonly selection: Selection }) {
  const text = useText()
  const chosen = useUi((state) => state.tab)
  const object = useObject(selection.kind, selection.key)
  const inside = INSIDE[selection.kind]
  const tab = chosen === 'files' && inside === undefined ? 'overview' : chosen
  const tabs = TABS.filter((id) => id !== 'files' || inside !== undefined).map((id) => ({
    id,
    label: text(id === 'files' && inside ? inside : `tab.${id}`),
  }))
  return (
    <>
      <h3 className={styles.name}>
        <MiddleCut name={selection.key.slice(selection.key.indexOf('/') + 1)} />
      </h3>
      {!object && tab !== 'overview' && <p className={styles.gone}>{text('inspector.gone')}</p>}
      <Tabs
        label={text('inspector.tabs')}
        tabs={tabs}
        value={tab}
        onChange={(id) => uiStore.getState().setTab(id)}
      >
        {tab === 'overview' && !object && (
          <Suspense fallback={null}>
            <Missing selection={selection} />
          </Suspense>
        )}
        {tab === 'overview' && object && <Overview object={object} />}
        {tab === 'overview' && object && (
          <Suspense fallback={null}>
            <Related selection={selection} />
          </Suspense>
        )}
        {tab === 'files' && object && (
          <Suspense fallback={null}>
            <FilesView key={object.metadata.uid} object={object} />
          </Suspense>
        )}
        {tab === 'yaml' && object && <YamlView object={object} />}
        {tab === 'events' && <EventsView selection={selection} />}
        {tab === 'why' && <WhyView selection={selection} />}
      </Tabs>
    </>
  )
}
