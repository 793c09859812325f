import { useEffect, useRef, useState } from 'react'
import type { Entry } from '../../sim/index.ts'
import { recentActions, storyStore } from '../../store/story.ts'
import { useUi } from '../../store/ui.ts'
import { useText } from '../kit/useText.ts'
import { phraseOf } from './Telling.tsx'
import { historyOf } from './telling.ts'

/** Wall milliseconds between two lots of sentences: a listener cannot hear faster than that. */
const EVERY = 2500
/** Sentences in one lot; of more only the number is told. */
const AT_ONCE = 3
const KEPT = 24

interface Line {
  readonly id: number
  readonly text: string
}

/** For those who listen: what happened, in lots that can be followed; a burst is summed up. */
export function NarrationLog() {
  const text = useText()
  const language = useUi((state) => state.language)
  const [lines, setLines] = useState<readonly Line[]>([])
  const read = useRef(recentActions().at(-1)?.rv ?? 0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer = undefined
      const fresh = recentActions().filter((entry) => entry.rv > read.current)
      read.current = fresh.at(-1)?.rv ?? read.current
      const told = linesOf(
        fresh,
        (entries) => {
          const phrase = phraseOf(entries, text, language)
          return phrase && `${phrase.who}: ${phrase.said}`
        },
        (count) => text('narration.more', { count }),
      )
      setLines((before) => [...before, ...told].slice(-KEPT))
    }
    const stop = storyStore.subscribe(() => {
      // After going back the numbers begin lower again.
      read.current = Math.min(read.current, recentActions().at(-1)?.rv ?? 0)
      timer ??= setTimeout(tell, EVERY)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [text, language])
  return (
    <div
      role="log"
      aria-live="polite"
      aria-label={text('narration.log')}
      className="visuallyHidden"
    >
      {lines.map((line) => (
        <p key={line.id}>{line.text}</p>
      ))}
    </div>
  )
}

/** A lot of happenings as lines to be heard: those alike together, and no more than can be followed. Pure. */
export function linesOf(
  fresh: readonly Entry[],
  say: (entries: readonly Entry[]) => string | undefined,
  more: (count: number) => string,
): readonly Line[] {
  const groups = [...historyOf(fresh, fresh.length)].reverse()
  const heard = groups.slice(-AT_ONCE)
  const unheard = groups.slice(0, -AT_ONCE).reduce((sum, group) => sum + group.length, 0)
  const lines = heard.flatMap((group) => {
    const said = say(group)
    return said === undefined ? [] : [{ id: group.at(-1)?.rv ?? 0, text: said }]
  })
  return unheard === 0 ? lines : [...lines, { id: -(fresh.at(-1)?.rv ?? 0), text: more(unheard) }]
}
