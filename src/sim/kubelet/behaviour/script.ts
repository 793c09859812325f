import type { Millis } from '../../time.ts'
import type { Container } from '../../types/index.ts'
import type { PlannedLine } from './agent.ts'
import { piDigits } from './pi.ts'
import { spokenBy } from './spoken.ts'

/** What a container's command line will do, read from its words without running it. */
export interface Script {
  /** Ends after this time; -1 when it goes on for ever. */
  readonly runFor: Millis
  readonly exitCode: number
  /** Files that it makes and removes: when each comes to exist and when it goes (-1 for never). */
  readonly files: readonly { readonly path: string; readonly from: Millis; readonly to: Millis }[]
  readonly lines: readonly PlannedLine[]
  /** It only names a program with its flags: what that does is the image's matter. */
  readonly own: boolean
  /** A loop that says the same again and again. */
  readonly beat: { readonly every: Millis; readonly lines: readonly PlannedLine[] } | undefined
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1000,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const FOR_EVER =
  /\bwhile\s|\bfor\s*\(\(\s*;\s*;|\btail\s+-[fF]|\bsleep\s+(?:infinity|inf)\b|\buntil\s/
const SLEEP = /^sleep\s+(\d+(?:\.\d+)?)([smhd]?)$/
/** Programs that do their work and end. */
const BRIEF =
  /^(?:true|:|date|env|printenv|ls|cat|hostname|pwd|whoami|id|uname|nslookup|dig|wget|curl|ping\s+-c|mkdir|cp|mv|chmod|chown|test|\[|export|cd|set|nc\s+-z|df|mount|ps|expr|seq|touch|rm|find|echo|printf|(?:\/bin\/)?sh\s+\/script\/(?:setup|teardown))\b/
/** The computation of the documentation's Job, and how long a digit of it takes. */
const PI = /^perl\b.*\bbpi\((\d+)\)/
const DIGIT: Millis = 3
const SHELLS = new Set(['sh', 'bash', 'ash', '/bin/sh', '/bin/bash', '/bin/ash', '/usr/bin/bash'])

/** Command and arguments as one line; of `sh -c TEXT` the text. */
export function commandLine(container: Container): string {
  if (!container.command && !container.args) return ''
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word))
  if (flag > 0 && SHELLS.has(words[0] ?? '')) return words[flag + 1] ?? ''
  return words.join(' ')
}

/** What stands after `||` is for a failure; only `false` is known to fail. */
function withoutRescue(text: string): string {
  return text.replace(/(\bfalse\s*)?\|\|\s*exit\s+\d+/g, (whole, failing) =>
    failing === undefined ? '' : whole,
  )
}

function statements(text: string): readonly string[] {
  return withoutRescue(text)
    .split(/\n|;|&&|\|\|/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

interface Reading {
  at: Millis
  exitCode: number
  ended: boolean
  known: boolean
  readonly files: { path: string; from: Millis; to: Millis }[]
  readonly lines: PlannedLine[]
  readonly script: string
}

function makesFile(part: string): string | undefined {
  return (
    /^touch\s+(\S+)/.exec(part)?.[1] ?? /^(?:echo|printf|date|cat)\b.*>>?\s*(\S+)$/.exec(part)?.[1]
  )
}

function readPart(part: string, into: Reading, container: Container): void {
  const sleep = SLEEP.exec(part)
  const exit = /^exit\s+(\d+)/.exec(part)
  const removed = /^rm\s+(?:-\w+\s+)*(\S+)/.exec(part)?.[1]
  const made = makesFile(part)
  const spoken = spokenBy({ container, script: into.script }, part)
  if (spoken) into.lines.push({ at: into.at, ...spoken })
  if (sleep) into.at += Number(sleep[1]) * (UNITS[sleep[2] ?? ''] ?? 1000)
  else if (exit) {
    into.exitCode = Number(exit[1])
    into.ended = true
  } else if (made !== undefined) into.files.push({ path: made, from: into.at, to: -1 })
  else if (removed !== undefined) {
    for (const file of into.files) if (file.path === removed && file.to < 0) file.to = into.at
  } else if (part === 'false') into.exitCode = 1
  else if (!BRIEF.test(part)) into.known = false
}

function readPi(part: string, into: Reading): void {
  const digits = Number(PI.exec(part)?.[1])
  into.at += digits * DIGIT
  into.lines.push({ at: into.at, text: piDigits(digits) })
}

function readBeat(text: string, container: Container): Script['beat'] {
  const loop = /\b(?:while|until)\b[^;\n]*[;\n]\s*do\s([\s\S]*?)\bdone\b/.exec(text)?.[1]
  if (loop === undefined) return undefined
  const lines: PlannedLine[] = []
  let every = 0
  for (const part of statements(loop)) {
    const sleep = SLEEP.exec(part)
    if (sleep) every += Number(sleep[1]) * (UNITS[sleep[2] ?? ''] ?? 1000)
    const spoken = spokenBy({ container, script: text }, part)
    if (spoken) lines.push({ at: every, ...spoken })
  }
  return every > 0 && lines.length > 0 ? { every, lines } : undefined
}

/** Reads a command line; undefined when there is none. */
export function readScript(container: Container): Script | undefined {
  const text = commandLine(container)
  if (text === '') return undefined
  const reading: Reading = {
    at: 0,
    exitCode: 0,
    ended: false,
    known: true,
    files: [],
    lines: [],
    script: text,
  }
  const endless = FOR_EVER.test(text)
  const readable = endless ? text.slice(0, text.search(FOR_EVER)) : text
  for (const part of statements(readable)) {
    if (PI.test(part)) readPi(part, reading)
    else readPart(part, reading, container)
    if (reading.ended) break
  }
  const goesOn = endless || (!reading.ended && !reading.known)
  return {
    runFor: goesOn ? -1 : reading.at,
    exitCode: reading.exitCode,
    files: reading.files,
    lines: reading.lines,
    own: !endless && !reading.known && reading.files.length + reading.lines.length === 0,
    beat: readBeat(text, container),
  }
}
