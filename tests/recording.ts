import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A command of a recorded transcript with what the real cluster answered. */
export interface RecordedStep {
  /** Since the start of the recording, ms. */
  readonly atMs: number
  readonly line: string
  /** stdout and stderr as they came, without the exit line. */
  readonly output: string
  readonly code: number
}

export interface Recording {
  readonly name: string
  readonly namespace: string
  readonly steps: readonly RecordedStep[]
  /** Files beside the transcript, by name. */
  readonly files: Readonly<Record<string, string>>
  readonly final: readonly Readonly<Record<string, unknown>>[]
  readonly events: string
}

export const GOLDEN = join(import.meta.dirname, 'golden')
const HEAD = /^# scenario (\S+) namespace (\S+)/
const COMMAND = /^\[\+([\d.]+)s\] \$ (.*)$/

function steps(text: string): RecordedStep[] {
  const found: { atMs: number; line: string; output: string[] }[] = []
  for (const line of text.split('\n').slice(1)) {
    const match = COMMAND.exec(line)
    if (match) found.push({ atMs: Number(match[1]) * 1000, line: match[2] ?? '', output: [] })
    else found.at(-1)?.output.push(line)
  }
  return found.map(({ atMs, line, output }) => {
    const exit = output.find((row) => /^\(exit \d+\)$/.test(row))
    // What was done outside kubectl is told in lines of its own behind the output.
    const told = output.findLastIndex((row) => row !== '' && !row.startsWith('# ') && row !== exit)
    const kept = output.slice(0, told + 1).filter((row) => row !== exit)
    return { atMs, line, output: kept.join('\n'), code: exit ? Number(/\d+/.exec(exit)?.[0]) : 0 }
  })
}

export function loadRecording(name: string): Recording {
  const folder = join(GOLDEN, name)
  const read = (file: string) =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''
  const transcript = read('transcript.txt')
  const manifests = readdirSync(folder).filter(
    (file) => /\.(ya?ml|json)$/.test(file) && file !== 'final.json',
  )
  return {
    name,
    namespace: HEAD.exec(transcript)?.[2] ?? 'default',
    steps: steps(transcript),
    files: Object.fromEntries(manifests.map((file) => [file, read(file)])),
    final: (
      JSON.parse(read('final.json') || '{"items":[]}') as { items: Record<string, unknown>[] }
    ).items,
    events: read('events.txt'),
  }
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789'

/** Hides what differs from run to run: ages, uids, addresses, node ports, random suffixes, and which of equal nodes was taken. */
export function mask(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>')
    .replace(/\b(172\.16|10\.96|192\.168)\.\d+\.\d+(\/\d+)?\b/g, '<ip>')
    .replace(/(?<=:|<unset> +|"nodePort": |Invalid value: )3[0-2]\d{3}\b/g, '<port>')
    .replace(/containerd:\/\/[0-9a-f]{64}/g, 'containerd://<id>')
    .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
    .replace(/(?<![A-Za-z0-9-])(\d+d)?(\d+h)?(\d+m)?\d+(\.\d+)?m?s\b|<invalid>/g, '<age>')
    .replace(/(?<![A-Za-z0-9-])\d+m(?![A-Za-z0-9])/g, '<age>')
    .replace(new RegExp(`-[${SUFFIX}]{5}(?=[\\s",:/)\\]\\\\_]|$)`, 'gm'), '-*')
    .replace(/(?<=[a-z0-9]-)2\d{7}(?=[\s",:/)\]\\-]|$)/gm, '<minute>')
    .replace(/\bw[123]-k8s\b/g, '<node>')
}

/** Masked rows without their spacing, sorted: for tables whose order depends on random names. */
export function maskedRows(text: string): string[] {
  return mask(text)
    .split('\n')
    .map((row) => row.replace(/[ \t]+/g, ' ').trim())
    .filter((row) => row !== '')
    .sort()
}
