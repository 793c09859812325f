import { beginAction, updateAction } from './actions.ts'
import { type CommandResult, runKubectl } from './commands.ts'
import { type Problem, problemsOf } from './problems.ts'
import { commitJournal } from './sim.ts'
import { quoted } from './words.ts'

/** Largest manifest text the page takes, in bytes. */
export const LARGEST_FILE = 8 * 1024 * 1024
/** From this many characters on a text is applied in slices and kept out of the editor. */
export const LARGE_TEXT = 256 * 1024
/** What the API server takes as one request, in bytes. */
// k8s: staging/src/k8s.io/apiserver/pkg/server/config MaxRequestBodyBytes (1.36)
const LARGEST_REQUEST = 3 * 1024 * 1024
/** Characters of one slice: parsing and applying it stays well under a tenth of a second. */
const SLICE = 8 * 1024
/** Milliseconds of applying between two breaths. */
const BUSY = 24

/** A run of whole documents of a longer text. */
export interface Slice {
  readonly text: string
  /** Lines of the whole text before it. */
  readonly line: number
  readonly documents: number
}

/** Cuts a YAML text between documents. Only a single document that is longer than a slice makes a longer one. Pure. */
export function slicesOf(text: string): readonly Slice[] {
  const slices: Slice[] = []
  let documents: string[] = []
  let size = 0
  let line = 0
  const close = () => {
    if (documents.length === 0) return
    const joined = documents.join('')
    slices.push({ text: joined, line, documents: documents.length })
    line += joined.split('\n').length - 1
    documents = []
    size = 0
  }
  for (const document of text.split(/(?<=\n)(?=---(?:\s|$))/)) {
    if (size + document.length > SLICE) close()
    documents.push(document)
    size += document.length
  }
  close()
  return slices
}

export interface Progress {
  readonly done: number
  readonly all: number
}

/**
 * Applies a long text slice by slice, so that the page stays alive between them; what is good is applied, as kubectl
 * does. One action is written down for all.
 */
export async function applyInSlices(
  text: string,
  filename: string,
  options: { readonly onProgress: (progress: Progress) => void; readonly signal: AbortSignal },
): Promise<CommandResult & { readonly problems: readonly Problem[] }> {
  const id = beginAction(`kubectl apply -f ${quoted(filename || '-')}`)
  const slices = slicesOf(text)
  const all = slices.reduce((sum, slice) => sum + slice.documents, 0)
  const result = { stdout: '', stderr: '', code: 0 }
  const problems: Problem[] = []
  let done = 0
  let rest = performance.now() + BUSY
  for (const slice of slices) {
    if (options.signal.aborted) break
    const part = await applySlice(slice, filename)
    result.stdout += part.stdout
    result.stderr += part.stderr
    result.code ||= part.code
    problems.push(...problemsOf(part.stderr, slice.text, slice.line))
    done += slice.documents
    // Nothing after a document that cannot be read is read: so does kubectl.
    if (part.stderr.includes('error parsing')) break
    if (performance.now() < rest) continue
    options.onProgress({ done, all })
    await nextFrame()
    rest = performance.now() + BUSY
  }
  commitJournal()
  options.onProgress({ done, all })
  const message = `${done} / ${all}${result.stderr === '' ? '' : `\n${result.stderr.trim()}`}`
  updateAction(id, { state: result.code === 0 ? 'done' : 'refused', message })
  return { ...result, problems }
}

async function applySlice(slice: Slice, filename: string): Promise<CommandResult> {
  if (slice.text.length > LARGEST_REQUEST) {
    const stderr = `Error from server (RequestEntityTooLarge): error when creating "${filename}": Request entity too large: limit is ${LARGEST_REQUEST}\n`
    return { stdout: '', stderr, code: 1 }
  }
  try {
    return await runKubectl(['apply', '-f', filename || '-'], {
      stdin: slice.text,
      unhurried: true,
      readFile: (path) => (path === filename ? slice.text : undefined),
    })
  } catch (error) {
    return { stdout: '', stderr: `${error instanceof Error ? error.message : error}\n`, code: 1 }
  }
}

/** Lets the page paint and answer the keyboard; in a tab that is not painted, a moment. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 50)
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
