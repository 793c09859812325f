import { safeStorage } from '../store/persist.ts'
import { type Foldable, type Place, roomOf, type UiState } from '../store/ui.ts'

/** Widths and heights that a panel begins with and may shrink to, in pixels. */
export interface Size {
  readonly start: number
  readonly min: number
  /** Which part of the desk this is, when it folds. */
  readonly fold?: Foldable
}

/** Height of a folded row, width of a folded column. */
export const BAR = 37

/** What stands where on the desk, and how large it begins. */
export interface DeskPlan {
  readonly room: ReturnType<typeof roomOf>
  readonly top: readonly Place[]
  readonly bottom: readonly Place[]
  readonly width: Partial<Readonly<Record<Place, Size>>>
  readonly height: Size
}

function startSizes(): Readonly<Record<'side' | 'right' | 'bottom', number>> {
  const { innerWidth: width, innerHeight: height } = window
  if (width >= 2560 && height >= 1400) return { side: 440, right: 520, bottom: 360 }
  return {
    side: width >= 1600 ? 320 : width >= 1360 ? 272 : 236,
    right: width >= 1600 ? 360 : width >= 1360 ? 312 : 268,
    bottom: height >= 1000 ? 228 : height >= 800 ? 188 : 156,
  }
}

export function deskPlan({ theme, panels }: Pick<UiState, 'theme' | 'panels'>): DeskPlan {
  const room = roomOf(theme)
  const open = panels[room]
  const sizes = startSizes()
  const scale = room === 'wall' ? 1.5 : 1
  const bottom: Place[] = []
  if (open.terminal) bottom.push('terminal')
  if (open.timeline) bottom.push('timeline')
  const top: Place[] = ['canvas']
  if (open.lesson) top.unshift('lesson')
  if (open.inspector) top.push('inspector')
  return {
    room,
    top,
    bottom,
    width: {
      lesson: { start: sizes.side * scale, min: 200, fold: 'lesson' },
      inspector: { start: sizes.right * scale, min: 220, fold: 'inspector' },
      timeline: { start: sizes.right * scale, min: 200 },
    },
    height: { start: sizes.bottom * scale, min: 90, fold: 'bottom' },
  }
}

/** Whether the user has sized a part of the desk before: then only the real frame knows how it stood. */
export function wasResized({ room, top, bottom }: DeskPlan): boolean {
  const groups = [
    ['rows', 'top', 'bottom'],
    ['top', ...top],
    ['bottom', ...bottom],
  ] as const
  return groups.some(([name, ...ids]) => {
    const key = ['react-resizable-panels', `${name}.${room}`, ...ids].join(':')
    return safeStorage.getItem(key) !== null
  })
}
