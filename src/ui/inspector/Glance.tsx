import { X } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useObject } from '../../store/sim.ts'
import { stageDoor } from '../../store/stageDoor.ts'
import { type InspectorTab, type Selection, uiStore, useUi } from '../../store/ui.ts'
import { Button, IconButton } from '../kit/Button.tsx'
import { MiddleCut } from '../kit/MiddleCut.tsx'
import { useMedia } from '../kit/useMedia.ts'
import { useText } from '../kit/useText.ts'
import { kindName } from '../text/kinds.ts'
import { factsOf } from './facts.ts'
import styles from './Glance.module.css'
import inspector from './Inspector.module.css'
import { FactLine } from './Overview.tsx'

/** As wide as this there is a stage to lay it over; below, the inspector has a place of its own. */
const WIDE = '(min-width: 900px)'
/** What is said first about a thing is what matters of it. */
const FACTS = 4
/** The stage's own bar stays free. */
const UNDER = 68

/** On the wall the inspector stays away until it is asked for: what was picked is told in a few lines over the stage. */
export function Glance() {
  const selection = useUi((state) => state.selection)
  const wide = useMedia(WIDE)
  if (!selection || !wide) return null
  return <Card key={`${selection.kind}|${selection.key}`} selection={selection} />
}

function inspect(tab: InspectorTab): void {
  const ui = uiStore.getState()
  ui.setTab(tab)
  ui.togglePanel('inspector', true)
}

const close = () => uiStore.getState().select(null)

/** On the side of the stage where the thing itself is not. */
function place(card: HTMLElement, id: string): void {
  const stage = document.getElementById('stage')?.getBoundingClientRect()
  const thing = stageDoor.get()?.beside(id)
  if (!stage) return
  const onLeft = thing !== undefined && thing.x > stage.left + stage.width / 2
  card.style.top = `${stage.top + UNDER}px`
  card.style.left = onLeft ? `${stage.left + 8}px` : 'auto'
  card.style.right = onLeft ? 'auto' : `${innerWidth - stage.right + 8}px`
}

function Card({ selection }: { readonly selection: Selection }) {
  const text = useText()
  const language = useUi((state) => state.language)
  const object = useObject(selection.kind, selection.key)
  const card = useRef<HTMLElement>(null)
  const id = `${selection.kind}|${selection.key}`
  const name = selection.key.slice(selection.key.indexOf('/') + 1)
  const kind = kindName(selection.kind, language)
  useLayoutEffect(() => {
    if (card.current) place(card.current, id)
  }, [id])
  return (
    <section
      ref={card}
      role="dialog"
      aria-label={`${kind} ${name}`}
      className={styles.card}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <header className={styles.head}>
        <span className={styles.kind}>{kind}</span>
        <IconButton label={text('dialog.close')} onClick={close}>
          <X size={26} aria-hidden />
        </IconButton>
      </header>
      <h3 className={styles.name}>
        <MiddleCut name={name} />
      </h3>
      {object ? (
        <dl className={inspector.facts}>
          {factsOf(object)
            .slice(0, FACTS)
            .map((fact) => (
              <FactLine key={`${fact.label} ${fact.value}`} fact={fact} />
            ))}
        </dl>
      ) : (
        <p className={inspector.gone}>{text('inspector.gone')}</p>
      )}
      <div className={styles.ways}>
        <Button onClick={() => inspect('overview')}>{text('panel.inspector')}</Button>
        <Button onClick={() => inspect('why')}>{text('tab.why')}</Button>
      </div>
    </section>
  )
}
