import type { Entry } from '../../sim/index.ts'
import { happeningOf, subjectOf } from '../../store/happening.ts'

/** Stage milliseconds after which the strip falls silent. */
const SILENCE_AFTER = 9000
/** Happenings alike within so many stage milliseconds are told as one, when there are so many of them. */
const BURST = 700
const MANY = 4

/** Who did what to which kind: happenings with the same answer are alike. All kubelets are one crowd. */
export function sortOf(entry: Entry): string {
  const actor = entry.actor.startsWith('kubelet ') ? 'kubelet' : entry.actor
  return `${actor} ${happeningOf(entry)?.what} ${subjectOf(entry).kind}`
}

/** The nearest cause that somebody else brought about: the user's own deed before any other. Pure. */
export function causeOf(
  entry: Entry,
  at: (rv: number) => Entry | undefined,
  worth: (cause: Entry) => boolean,
): Entry | undefined {
  let found: Entry | undefined
  for (
    let cause = entry.cause > 0 ? at(entry.cause) : undefined, steps = 0;
    cause && steps < 40;
    cause = cause.cause > 0 ? at(cause.cause) : undefined, steps++
  ) {
    if (!worth(cause) || subjectOf(cause).key === subjectOf(entry).key) continue
    if (cause.actor === 'user') return cause
    found ??= cause
  }
  return found
}

/** What is told at a moment of stage time: a function of what happened and when it was shown. Pure. */
export function toldAt(
  actions: readonly Entry[],
  shownAt: (rv: number) => number | undefined,
  time: number,
): readonly Entry[] {
  let last = actions.length - 1
  while (last >= 0 && (shownAt(actions[last]?.rv ?? 0) ?? Number.POSITIVE_INFINITY) > time) last--
  const entry = actions[last]
  if (!entry) return []
  const shown = shownAt(entry.rv) ?? 0
  if (time - shown >= SILENCE_AFTER) return []
  const sort = sortOf(entry)
  const alike: Entry[] = []
  for (let index = last; index >= 0; index--) {
    const other = actions[index]
    const at = other && shownAt(other.rv)
    if (!other || at === undefined || shown - at > BURST) break
    if (sortOf(other) === sort) alike.push(other)
  }
  return alike.length >= MANY ? alike.reverse() : [entry]
}

/** Happenings one after the other, those alike and together told as one; newest first. Pure. */
export function historyOf(actions: readonly Entry[], most: number): readonly (readonly Entry[])[] {
  const groups: Entry[][] = []
  for (let index = actions.length - 1; index >= 0; index--) {
    const entry = actions[index]
    if (!entry) continue
    const group = groups.at(-1)
    const newer = group?.[0]
    if (group && newer && newer.step === entry.step && sortOf(newer) === sortOf(entry))
      group.unshift(entry)
    else if (groups.length === most) break
    else groups.push([entry])
  }
  return groups.flatMap((group) =>
    group.length >= MANY ? [group] : group.map((one) => [one]).reverse(),
  )
}
