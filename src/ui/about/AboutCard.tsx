import { X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { explainThing, type Point, useLooking } from '../../store/looking.ts'
import { refOf } from '../../store/relations/edge.ts'
import { useMissing } from '../../store/relations/reader.ts'
import { useUi } from '../../store/ui.ts'
import { useCard } from '../edges/useCard.ts'
import { IconButton } from '../kit/Button.tsx'
import { kindName } from '../text/kinds.ts'
import styles from './AboutCard.module.css'
import { answerFor } from './about.ts'
import { addressOf } from './pages.ts'
import { type AboutText, aboutText, isAboutKey } from './text.ts'

const Pizza = lazy(async () => ({ default: (await import('./Pizza.tsx')).Pizza }))

const VolumeTypesButton = lazy(async () => ({
  default: (await import('../volumes/VolumeTypesButton.tsx')).VolumeTypesButton,
}))
/** Kinds that lead to a type of volume. */
const STORED: ReadonlySet<string> = new Set([
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'Pod',
  'Backend',
])

/** Kinds that the analogy of the pizza is about. */
const PIZZA: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim'])

const close = () => explainThing(undefined)

/** The answer to "what am I looking at?", if somebody has asked. */
export function AboutCard() {
  const shown = useLooking((state) => state.thing)
  return shown ? <Card key={shown.id} id={shown.id} at={shown.at} /> : null
}

const REGIONS: ReadonlySet<string> = new Set(['label', 'head'])
const FOLDS: ReadonlySet<string> = new Set(['folded', 'more', 'elsewhere'])

function actorTitle(name: string, text: AboutText): string {
  if (isAboutKey(name)) return text(name)
  return name.startsWith('kube') ? name : text('controller', { name })
}

/** What is explained, by its kind and name, or by the name of its place. */
function titleOf(id: string, text: AboutText, language: 'en' | 'ko'): string {
  const { kind, key, name } = refOf(id)
  if (kind === 'Actor') return actorTitle(id.slice(id.indexOf('|') + 1), text)
  if (FOLDS.has(kind)) return text('folded')
  const place = REGIONS.has(kind) ? key : kind
  if (isAboutKey(place)) return text(place)
  return `${kindName(kind, language)} ${name}`
}

function Card({ id, at }: { readonly id: string; readonly at: Point }) {
  const language = useUi((state) => state.language)
  const text = aboutText(language)
  const missing = useMissing().has(id)
  const { sentences, page } = answerFor(id, missing, language)
  const title = titleOf(id, text, language)
  const root = useCard(at, close)
  return (
    <section
      ref={root}
      role="dialog"
      tabIndex={-1}
      aria-label={`${text('question')} ${title}${missing ? `, ${text('missing')}` : ''}`}
      className={styles.card}
    >
      <header className={styles.head}>
        <h3>
          {title}
          {missing && <small>{text('missing')}</small>}
        </h3>
        <IconButton label={text('close')} onClick={close}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {PIZZA.has(refOf(id).kind) && (
        <Suspense fallback={null}>
          <Pizza id={id} />
        </Suspense>
      )}
      {STORED.has(refOf(id).kind) && (
        <Suspense fallback={null}>
          <VolumeTypesButton />
        </Suspense>
      )}
      <a href={addressOf(page)} target="_blank" rel="noopener noreferrer" className={styles.page}>
        {text('read', { page: page[0] })}
        <small>{addressOf(page).replace('https://', '')}</small>
      </a>
    </section>
  )
}
