import { ArrowLeft, X } from 'lucide-react'
import { Fragment, type KeyboardEvent, useEffect, useRef } from 'react'
import { findKindSpec, type Kind } from '../../sim/index.ts'
import { closeOverlay, useOverlays, wishFor } from '../../store/overlays.ts'
import { hintOf } from '../../store/shortcuts.ts'
import { useUi } from '../../store/ui.ts'
import { IconButton } from '../kit/Button.tsx'
import { Heptagon } from '../kit/Shapes.tsx'
import { useText } from '../kit/useText.ts'
import { kindName } from '../text/kinds.ts'
import { CreateForm } from './CreateForm.tsx'
import styles from './Palette.module.css'
import { CARDS } from './recipes.ts'

/** Letters for the sign where kubectl has no short name, or one that is too long for it. */
const SHORT: Readonly<Record<string, string>> = {
  Deployment: 'dep',
  DaemonSet: 'ds',
  StatefulSet: 'sts',
  Job: 'job',
  CronJob: 'cj',
  Service: 'svc',
  Pod: 'po',
  Secret: 'sec',
  ResourceQuota: 'rq',
  LimitRange: 'lim',
  Role: 'ro',
  RoleBinding: 'rb',
  ClusterRole: 'cr',
  ClusterRoleBinding: 'crb',
}

function shortOf(kind: Kind): string {
  return SHORT[kind] ?? findKindSpec(kind)?.shortNames[0] ?? kind.slice(0, 3).toLowerCase()
}

/** Cards to make things from: dragged onto the stage, or pressed. A card becomes a small form. */
export function Palette() {
  const text = useText()
  const wish = useOverlays((state) => state.wish)
  const root = useRef<HTMLElement>(null)
  const form = wish?.kind
  useFocusBack(root)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown changes with the form
  useEffect(() => {
    const list = root.current?.querySelectorAll<HTMLElement>(
      'form input, [data-card]:not(:disabled)',
    )
    list?.[0]?.focus()
    if (list?.[0] instanceof HTMLInputElement) list[0].select()
  }, [form])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    if (form === undefined) closeOverlay()
    else wishFor(undefined)
  }
  return (
    <section
      ref={root}
      role="dialog"
      aria-label={text('palette.name')}
      className={styles.palette}
      data-over-stage
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        {form !== undefined && (
          <IconButton label={text('palette.back')} onClick={() => wishFor(undefined)}>
            <ArrowLeft size={17} aria-hidden />
          </IconButton>
        )}
        <h2 className={styles.title}>
          {form === undefined ? text('palette.name') : text('create.title', { kind: form })}
        </h2>
        <IconButton label={text('dialog.close')} onClick={closeOverlay}>
          <X size={17} aria-hidden />
        </IconButton>
      </div>
      {wish ? <CreateForm key={wish.kind} wish={wish} /> : <Cards />}
    </section>
  )
}

/** When the palette closes, the focus goes back to where it was. */
function useFocusBack(root: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    const element = root.current
    return () => {
      const inside =
        element?.contains(document.activeElement) || document.activeElement === document.body
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [root])
}

function Cards() {
  const text = useText()
  return (
    <div className={styles.body}>
      <p className={styles.hint}>{text('palette.hint', { key: hintOf('create') })}</p>
      {CARDS.map(([group, kinds]) => (
        <section key={group} aria-label={text(group)}>
          <h3 className={styles.group}>{text(group)}</h3>
          <div className={styles.cards}>
            {kinds.map((kind) => (
              <Card key={kind} kind={kind} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

/** A long name may break where a new word begins, and nowhere else. */
function Broken({ name }: { readonly name: string }) {
  return name.split(/(?<=[a-z])(?=[A-Z])/).map((word) => (
    <Fragment key={word}>
      {word}
      <wbr />
    </Fragment>
  ))
}

function Card({ kind }: { readonly kind: Kind }) {
  const text = useText()
  const language = useUi((state) => state.language)
  const served = findKindSpec(kind) !== undefined
  const name = kindName(kind, language)
  const why = served ? undefined : text('palette.notServed', { kind })
  return (
    <button
      type="button"
      className={styles.card}
      title={why ?? text('palette.cardHint', { kind })}
      aria-disabled={!served}
      data-card={served ? kind : undefined}
      onClick={() => {
        if (served) wishFor({ kind })
      }}
    >
      <span className={styles.sign} aria-hidden="true">
        <Heptagon size={30} />
        <i data-text={shortOf(kind)} />
      </span>
      <span className={styles.name}>
        <Broken name={name} />
        {why !== undefined && <small>{text('palette.later')}</small>}
      </span>
    </button>
  )
}
