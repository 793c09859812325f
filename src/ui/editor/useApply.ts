import { useEffect, useMemo, useRef, useState } from 'react'
import { applyYaml } from '../../store/intents.ts'
import { applyInSlices, LARGE_TEXT, LARGEST_FILE, type Progress } from '../../store/manifests.ts'
import { type Problem, problemsOf } from '../../store/problems.ts'
import { type ApplyDialog, uiStore } from '../../store/ui.ts'
import { useText } from '../kit/useText.ts'
import { readManifest, sizeText } from './manifestFile.ts'

export interface ApplyForm {
  readonly text: string
  readonly filename: string
  readonly size: number
  readonly lines: number
  /** Too long for the editor. */
  readonly large: boolean
  readonly busy: boolean
  readonly progress: Progress | undefined
  /** Why a file was not taken. */
  readonly refused: string | undefined
  readonly problems: readonly Problem[]
  /** What kubectl printed about the good documents. */
  readonly output: string
  load(text: string, filename: string): void
  read(file: File): void
  apply(): void
  stop(): void
}

interface Outcome {
  readonly problems: readonly Problem[]
  readonly output: string
}

const NOTHING: Outcome = { problems: [], output: '' }

/** The state of the apply dialog. A manifest that was taken as a whole closes it. */
export function useApply(request: ApplyDialog): ApplyForm {
  const say = useText()
  const [draft, setDraft] = useState({ text: request.text, filename: request.filename })
  const [outcome, setOutcome] = useState(NOTHING)
  const [refused, setRefused] = useState<string>()
  const [progress, setProgress] = useState<Progress>()
  const [busy, setBusy] = useState(false)
  const running = useRef<AbortController>(undefined)
  const { text, filename } = draft
  const lines = useMemo(() => countLines(text), [text])
  const large = text.length > LARGE_TEXT

  const load = (next: string, name: string) => {
    setDraft({ text: next, filename: name })
    setOutcome(NOTHING)
    setRefused(undefined)
    setProgress(undefined)
  }
  const read = async (file: File) => {
    const result = await readManifest(file)
    if ('text' in result) return load(result.text, file.name)
    setRefused(
      say(result.refused, {
        name: file.name,
        size: sizeText(file.size),
        limit: sizeText(LARGEST_FILE),
      }),
    )
  }
  // A file dropped while the dialog is open arrives as another request.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new request is news
  useEffect(() => {
    load(request.text, request.filename)
    if (request.file) void read(request.file)
  }, [request])
  useEffect(() => () => running.current?.abort(), [])

  const apply = async () => {
    if (busy || text === '') return
    const stop = new AbortController()
    running.current = stop
    setBusy(true)
    const result = await (large
      ? applyInSlices(text, filename, { onProgress: setProgress, signal: stop.signal })
      : applyWhole(text, filename))
    setBusy(false)
    if (result.code === 0 && !stop.signal.aborted) uiStore.getState().closeDialog()
    else setOutcome({ problems: result.problems, output: result.stdout })
  }
  return {
    text,
    filename,
    size: text.length,
    lines,
    large,
    busy,
    progress,
    refused,
    ...outcome,
    load,
    read: (file) => void read(file),
    apply: () => void apply(),
    stop: () => running.current?.abort(),
  }
}

async function applyWhole(text: string, filename: string) {
  const result = await applyYaml(text, filename)
  return { ...result, problems: problemsOf(result.stderr, text) }
}

function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
