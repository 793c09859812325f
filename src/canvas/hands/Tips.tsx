import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useObject } from '../../store/sim.ts'
import { useLook } from '../../store/storage.ts'
import { useUi } from '../../store/ui.ts'
import { LifeSign } from '../../ui/kit/LifeSign.tsx'
import { LIFE_WORDS } from '../../ui/kit/lifeWords.ts'
import { refOf, splitKey } from '../graph/world.ts'
import { type PlugLook, plugsNow } from '../nodes/usePlugs.ts'
import { type StorageText, useStorageText } from '../text/storage.ts'
import { attachFiles } from './fileHands.ts'
import styles from './Tips.module.css'

interface Shown {
  readonly tile: HTMLElement
  /** The plug that is pointed at; empty for all, when the tile has the focus. */
  readonly plug: string
}

const TILE = '[data-thing^="Pod|"]'
/** The pointer may cross a gap on its way to the tip, in wall milliseconds. */
const LINGER = 160

/** Which plugs of which tile are asked about, by pointer or by keyboard. */
function useShown(root: RefObject<HTMLElement | null>): readonly [Shown | undefined, () => void] {
  const [shown, show] = useState<Shown>()
  useEffect(() => {
    const element = root.current
    if (!element) return
    const done = new AbortController()
    const { signal } = done
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (next: Shown | undefined) => {
      clearTimeout(timer)
      if (next) show(next)
      else timer = setTimeout(() => show(undefined), LINGER)
    }
    const find = (target: EventTarget | null): Shown | undefined => {
      if (!(target instanceof HTMLElement)) return undefined
      const plug = target.closest<HTMLElement>('[data-plug]')
      const tile = plug?.closest<HTMLElement>(TILE)
      return tile && plug ? { tile, plug: plug.dataset.plug ?? '' } : undefined
    }
    const focused = ({ target }: FocusEvent) => {
      const tile = target instanceof HTMLElement && target.matches(`${TILE}:focus-visible`)
      const has = tile && target.querySelector('[data-plug]') !== null
      later(has ? { tile: target, plug: '' } : undefined)
    }
    const overTip = (event: Event) =>
      event.target instanceof Element && event.target.closest('[data-tip]') !== null
    addEventListener(
      'pointerover',
      (event) => {
        if (overTip(event)) clearTimeout(timer)
        else later(element.contains(event.target as Node) ? find(event.target) : undefined)
      },
      { signal },
    )
    element.addEventListener('focusin', focused, { signal })
    element.addEventListener('focusout', () => later(undefined), { signal })
    const hide = () => show(undefined)
    addEventListener('pointerdown', hide, { signal, capture: true })
    addEventListener('wheel', hide, { signal, capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      done.abort()
    }
  }, [root])
  return [shown, () => show(undefined)]
}

function place(tip: HTMLElement, tile: HTMLElement): void {
  const box = tile.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = tip
  const above = box.top - height - 6
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`
  tip.style.top = `${above >= 8 ? above : Math.min(box.bottom + 6, innerHeight - height - 8)}px`
}

function Row({ plug, text }: { readonly plug: PlugLook; readonly text: StorageText }) {
  const language = useUi((state) => state.language)
  const { name, sort, life, source, paths, broken, why, served } = plug
  const where = paths.map((path) => text('tip.path', { path }))
  return (
    <li>
      <LifeSign life={life} broken={broken} />
      <span>
        <b>{name}</b> <code>{source === '' ? sort : `${sort} ${source}`}</code>
        <small>
          {[
            ...(where.length === 0 ? [text('tip.unmounted')] : where),
            LIFE_WORDS[language][life],
          ].join(' · ')}
        </small>
        {broken && (
          <small className={styles.broken}>
            {text(served ? 'tip.served' : 'tip.broken', { why })}
          </small>
        )}
      </span>
    </li>
  )
}

interface TipProps {
  readonly shown: Shown
  readonly close: () => void
}

function Tip({ shown, close }: TipProps) {
  const { tile, plug } = shown
  const text = useStorageText()
  const root = useRef<HTMLDivElement>(null)
  const id = useId()
  const { key } = refOf(tile.dataset.thing ?? '')
  const pod = useObject('Pod', key)
  useLook()
  useLayoutEffect(() => {
    if (root.current) place(root.current, tile)
  })
  useEffect(() => {
    tile.setAttribute('aria-describedby', id)
    const key = (event: KeyboardEvent) => event.key === 'Escape' && close()
    addEventListener('keydown', key)
    return () => {
      tile.removeAttribute('aria-describedby')
      removeEventListener('keydown', key)
    }
  }, [tile, id, close])
  const plugs = pod ? plugsNow(pod).filter((one) => plug === '' || one.name === plug) : []
  if (plugs.length === 0) return null
  return createPortal(
    <div ref={root} id={id} role="tooltip" className={styles.tip} data-tip data-over-stage>
      {plug === '' && <h4>{text('tip.label', { pod: splitKey(key)[1] })}</h4>}
      <ul>
        {plugs.map((one) => (
          <Row key={one.name} plug={one} text={text} />
        ))}
      </ul>
    </div>,
    document.body,
  )
}

/** What a plug is, beside it: for whoever points at it, or has its pod in focus. */
export function Tips({ root }: { readonly root: RefObject<HTMLElement | null> }) {
  const [shown, close] = useShown(root)
  useEffect(() => attachFiles(), [])
  return shown?.tile.isConnected ? (
    <Tip key={`${shown.tile.dataset.thing}`} shown={shown} close={close} />
  ) : null
}
