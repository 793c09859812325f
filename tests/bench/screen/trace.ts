import type { Browser, Page } from '@playwright/test'

/** CPU milliseconds of the page's main thread during something. */
export interface Load {
  /** Per frame: all tasks from one frame's begin to the next. */
  readonly frames: readonly number[]
  /** Per task. */
  readonly tasks: readonly number[]
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Top-level tasks, and the mark at which the main thread begins a frame. */
const CATEGORIES = [
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  '__metadata',
]
const TASK = 'ThreadControllerImpl::RunTask'
const FRAME = 'FireAnimationFrame'
const FRAME_GAP = 2000

function mainThread(events: readonly TraceEvent[]): string {
  const busy = new Map<string, number>()
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  for (const { name, pid, tid, dur = 0 } of events) {
    const thread = `${pid} ${tid}`
    if (name === TASK && mains.has(thread)) busy.set(thread, (busy.get(thread) ?? 0) + dur)
  }
  const [first] = [...busy].sort((a, b) => b[1] - a[1])
  if (!first) throw new Error('the trace has no tasks of a main thread')
  return first[0]
}

/** Sums tasks per frame. Several callbacks of one frame begin it only once. */
export function loadOf(events: readonly TraceEvent[]): Load {
  const thread = mainThread(events)
  const own = events
    .filter(({ pid, tid }) => `${pid} ${tid}` === thread)
    .sort((a, b) => a.ts - b.ts)
  const begins: number[] = []
  for (const { name, ts } of own)
    if (name === FRAME && ts - (begins.at(-1) ?? Number.NEGATIVE_INFINITY) > FRAME_GAP)
      begins.push(ts)
  const tasks = own
    .filter(({ name, ph }) => name === TASK && ph === 'X')
    .map(({ ts, tdur, dur = 0 }) => ({ ts, cpu: (tdur ?? dur) / 1000 }))
  const frames = begins.map(() => 0)
  let at = -1
  for (const task of tasks) {
    // A frame's task begins before the callback inside it.
    while (at + 1 < begins.length && (begins[at + 1] ?? 0) <= task.ts + task.cpu * 1000) at++
    if (at >= 0) frames[at] = (frames[at] ?? 0) + task.cpu
  }
  return { frames, tasks: tasks.map(({ cpu }) => cpu) }
}

/** Does something under the browser's own trace. */
export async function traced(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<Load> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await act()
  const buffer = await browser.stopTracing()
  const { traceEvents } = JSON.parse(buffer.toString()) as { traceEvents: readonly TraceEvent[] }
  return loadOf(traceEvents)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
