import type { Browser, Page } from '@playwright/test'

/** What the main thread does in a frame. `rest` has no name in the trace: mostly what a canvas copies. */
const PARTS = ['script', 'style', 'layout', 'paint', 'layers', 'hit', 'rest'] as const
export type Part = (typeof PARTS)[number]

/** CPU milliseconds of the page's main thread during something. */
export interface Load {
  /** Per frame with input: all tasks from its begin to the next frame's. A frame without would only dilute the figures. */
  readonly frames: readonly number[]
  /** Per task. */
  readonly tasks: readonly number[]
  /** Average per frame of each part. */
  readonly parts: Readonly<Record<Part, number>>
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tts?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } }
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
const INPUTS: ReadonlySet<string> = new Set(['pointermove', 'mousemove', 'wheel'])

const PART_OF: Readonly<Record<string, Part>> = {
  FireAnimationFrame: 'script',
  FunctionCall: 'script',
  EventDispatch: 'script',
  EvaluateScript: 'script',
  RunMicrotasks: 'script',
  TimerFire: 'script',
  MinorGC: 'script',
  MajorGC: 'script',
  'V8.GCScavenger': 'script',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  PrePaint: 'layout',
  Paint: 'paint',
  Layerize: 'layers',
  Commit: 'layers',
  HitTest: 'hit',
}

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

function cpuOf({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000
}

/** Time of each part without that of what is inside it: events that have no part count with what they are in. */
function partsOf(own: readonly TraceEvent[], frames: number): Record<Part, number> {
  const sums = Object.fromEntries(PARTS.map((part) => [part, 0])) as Record<Part, number>
  const open: { readonly end: number; readonly part: Part }[] = []
  for (const event of own) {
    const part = event.name === TASK ? 'rest' : PART_OF[event.name]
    if (event.ph !== 'X' || !part) continue
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= event.ts) open.pop()
    const around = open.at(-1)
    const cpu = cpuOf(event) / Math.max(1, frames)
    if (around) sums[around.part] -= cpu
    sums[part] += cpu
    open.push({ end: event.ts + (event.dur ?? 0), part })
  }
  return sums
}

/** Which of the frames had something to follow. */
function movedIn(own: readonly TraceEvent[], begins: readonly number[]): readonly boolean[] {
  const moved = begins.map(() => false)
  let at = -1
  for (const { name, ts, args } of own) {
    if (name !== 'EventDispatch' || !INPUTS.has(args?.data?.type ?? '')) continue
    // A move is told just before the frame that shows it begins.
    while (at + 1 < begins.length && (begins[at + 1] ?? 0) <= ts) at++
    if (at + 1 < begins.length) moved[at + 1] = true
  }
  return moved
}

/** Sums tasks per frame. Several callbacks of one frame begin it only once. */
export function loadOf(events: readonly TraceEvent[]): Load {
  const thread = mainThread(events)
  const own = events
    .filter(({ pid, tid }) => `${pid} ${tid}` === thread)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  const begins: number[] = []
  for (const { name, ts } of own)
    if (name === FRAME && ts - (begins.at(-1) ?? Number.NEGATIVE_INFINITY) > FRAME_GAP)
      begins.push(ts)
  const tasks = own
    .filter(({ name, ph }) => name === TASK && ph === 'X')
    .map((event) => ({ end: event.ts + (event.dur ?? 0), cpu: cpuOf(event) }))
  const frames = begins.map(() => 0)
  let at = -1
  for (const task of tasks) {
    // A frame's task begins before the callback inside it.
    while (at + 1 < begins.length && (begins[at + 1] ?? 0) <= task.end) at++
    if (at >= 0) frames[at] = (frames[at] ?? 0) + task.cpu
  }
  const moved = movedIn(own, begins)
  return {
    frames: frames.filter((_, index) => moved[index]),
    tasks: tasks.map(({ cpu }) => cpu),
    parts: partsOf(own, begins.length),
  }
}

/** Does something under the browser's own trace. */
export async function traced(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<Load> {
  await browser.startTracing(page, { categories: CATEGORIES })
  // Left on, it would keep every later row from being traced.
  const failed = await act().then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  const buffer = await browser.stopTracing()
  if (failed) throw failed.error
  const { traceEvents } = JSON.parse(buffer.toString()) as { traceEvents: readonly TraceEvent[] }
  return loadOf(traceEvents)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** `script 2.1, style 0.3, …`: where a frame's time goes. */
export function shareText({ parts }: Load): string {
  return PARTS.filter((part) => parts[part] >= 0.05)
    .map((part) => `${part} ${parts[part].toFixed(1)}`)
    .join(', ')
}
