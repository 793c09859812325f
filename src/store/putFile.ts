import type { CommandResult } from './commands.ts'
import { run } from './intents.ts'
import { inNamespace, nearOf, type Target } from './lines.ts'
import { quoted } from './words.ts'

/** More than this no ConfigMap takes: the API says so, and nothing larger has to be read to know it. */
const MOST = 4_000_000

/** A key such as the API takes it: a file's name without the characters that it refuses. */
export function keyFor(filename: string): string {
  return filename.replace(/[^-._a-zA-Z0-9]+/g, '-').slice(0, 253)
}

function base64(bytes: Uint8Array): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += 8192)
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(letters)
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The patch that puts a file's content under a key: as text where it is text, as kubectl does it too. */
// k8s: staging/src/k8s.io/kubectl/pkg/cmd/create handleConfigMapFromFileSources (1.36)
export function filePatch(kind: string, key: string, bytes: Uint8Array): unknown {
  const text = textOf(bytes)
  if (kind === 'Secret') return { data: { [key]: base64(bytes) } }
  return text === undefined ? { binaryData: { [key]: base64(bytes) } } : { data: { [key]: text } }
}

/** The content of a file, of which no more is read than could be refused for its size. */
export async function readBytes(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, MOST).arrayBuffer())
}

const STDIN = '/dev/stdin'

export function putLine({ kind, namespace, name }: Target): string {
  return `kubectl patch ${kind.toLowerCase()} ${quoted(name)} --type=merge --patch-file=${STDIN}${inNamespace(namespace)}`
}

export function putFile(target: Target, patch: unknown): Promise<CommandResult> {
  const stdin = JSON.stringify(patch)
  return run(putLine(target), stdin, {
    near: nearOf(target),
    readFile: (path) => (path === STDIN ? stdin : undefined),
  })
}

/** Lets the user choose a file of the computer; nothing comes of it when they don't. */
export function chooseFile(take: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) take(file)
  })
  input.click()
}
