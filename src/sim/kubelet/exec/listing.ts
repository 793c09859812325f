import { formatTime, type Millis } from '../../time.ts'
import { joined } from '../../volumes/paths.ts'
import { leafBytes } from '../../volumes/tree.ts'
import type { Leaf } from '../../volumes/types.ts'
import { type Found, listPath, statPath } from './files.ts'
import type { Inside } from './inside.ts'
import { failed, flags, ok, operands, plain, type Run } from './program.ts'
import { below } from './walk.ts'

const LETTERS: Readonly<Record<string, string>> = {
  file: '-',
  folder: 'd',
  link: 'l',
  socket: 's',
  char: 'c',
  block: 'b',
}
const SET_GID = 0o2000
const STICKY = 0o1000

export function modeOf({ type = 'file', mode }: Leaf): number {
  if (mode !== undefined) return mode
  if (type === 'link') return 0o777
  return type === 'folder' ? 0o755 : 0o644
}

/** `drwxr-xr-x` */
export function modeText(leaf: Leaf): string {
  const mode = modeOf(leaf)
  const bits = [...'rwxrwxrwx'].map((one, index) => ((mode >> (8 - index)) & 1 ? one : '-'))
  if (mode & SET_GID) bits[5] = bits[5] === 'x' ? 's' : 'S'
  if (mode & STICKY) bits[8] = bits[8] === 'x' ? 't' : 'T'
  return (LETTERS[leaf.type ?? 'file'] ?? '-') + bits.join('')
}

const USERS: Readonly<Record<number, string>> = {
  0: 'root',
  33: 'www-data',
  101: 'nginx',
  65534: 'nobody',
}
export const userText = (id: number): string => USERS[id] ?? String(id)

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

function dayText(at: Millis): string {
  const [, month = 1, day = 1, time = ''] =
    /^\d+-(\d+)-(\d+)T(\d\d:\d\d)/.exec(formatTime(at)) ?? []
  return `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time}`
}

const FOLDER_BYTES = 4096

function sizeText(leaf: Leaf, human: boolean): string {
  const text = leaf.type === 'link' ? (leaf.text ?? '').length : leafBytes(leaf)
  const bytes = leaf.type === 'folder' ? FOLDER_BYTES : text
  return human ? humanBytes(bytes) : String(bytes)
}

/** As busybox shows an amount with -h. */
export function humanBytes(bytes: number): string {
  if (bytes < 1024) return String(bytes)
  let amount = bytes / 1024
  let unit = 0
  while (amount >= 1024 && unit < 3) {
    amount /= 1024
    unit++
  }
  return `${amount.toFixed(1)}${'KMGT'[unit]}`
}

function longLine(run: Run, at: Found | undefined, name: string, human: boolean): string {
  const leaf = at?.leaf ?? {}
  const links = leaf.type === 'folder' ? '2' : '1'
  const arrow = leaf.type === 'link' ? ` -> ${leaf.text}` : ''
  const owner = `${userText(leaf.uid ?? 0).padEnd(8)} ${userText(leaf.gid ?? 0).padEnd(8)}`
  const when = dayText(leaf.at ?? run.inside.startedAt)
  return `${modeText(leaf)} ${links.padStart(4)} ${owner} ${sizeText(leaf, human).padStart(9)} ${when} ${name}${arrow}\n`
}

/** Rows of `ls -l` about what lies in a folder. */
function rowsIn(run: Run, full: string, names: readonly string[], marks: string): string {
  const { inside } = run
  const around = marks.includes('a') ? ['.', '..'] : []
  const all = [...around, ...names]
  if (!marks.includes('l')) return all.map((one) => `${one}\n`).join('')
  const rows = all.map((one) => {
    const at =
      one === '.' || one === '..'
        ? statPath(inside, joined(full, one))
        : statPath(inside, joined(full, one), true)
    return longLine(run, at, one, marks.includes('h'))
  })
  const blocks = names.reduce(
    (sum, one) => sum + blocksOf(statPath(inside, joined(full, one), true)?.leaf),
    0,
  )
  return `total ${blocks}\n${rows.join('')}`
}

/** Kilobytes on the disk: whole blocks of four. */
function blocksOf(leaf: Leaf | undefined): number {
  if (!leaf || leaf.type === 'link') return 0
  return leaf.type === 'folder' ? 4 : Math.ceil(leafBytes(leaf) / FOLDER_BYTES) * 4
}

function ordered(
  inside: Inside,
  full: string,
  names: readonly string[],
  marks: string,
): readonly string[] {
  const age = (name: string): Millis => statPath(inside, joined(full, name), true)?.leaf.at ?? 0
  const list = marks.includes('t') ? names.toSorted((a, b) => age(b) - age(a)) : names
  return marks.includes('r') ? list.toReversed() : list
}

/** What `ls` says about one of the names it was given; undefined when nothing is there. */
function listed(run: Run, name: string, isAlone: boolean): string | undefined {
  const { inside, args, path } = run
  const marks = flags(args)
  const isLong = marks.includes('l')
  const full = path(name)
  const names = marks.includes('d') ? undefined : listPath(inside, full)
  const at = statPath(inside, full, isLong && !names)
  if (!at) return undefined
  if (!names) return isLong ? longLine(run, at, name, marks.includes('h')) : `${name}\n`
  const shown = names.filter((one) => /[aA]/.test(marks) || !one.startsWith('.'))
  const rows = rowsIn(run, full, ordered(inside, full, shown, marks), marks)
  return isAlone ? rows : `${name}:\n${rows}`
}

export const ls = plain((run) => {
  const asked = operands(run.args)
  const names = asked.length > 0 ? asked : ['.']
  const found = names.map((name) => listed(run, name, names.length === 1))
  const lost = names.filter((_, index) => found[index] === undefined)
  return {
    out: found.filter((one) => one !== undefined).join(''),
    err: lost.map((name) => `ls: ${name}: No such file or directory\n`).join(''),
    code: lost.length === 0 ? 0 : 1,
  }
})

const KINDS: Readonly<Record<string, string>> = {
  file: 'regular file',
  folder: 'directory',
  link: 'symbolic link',
  socket: 'socket',
  char: 'character special file',
  block: 'block special file',
}

export const stat = plain(({ inside, args, path }) => {
  let out = ''
  for (const name of operands(args)) {
    const at = statPath(inside, path(name), true)
    if (!at) return failed(`stat: can't stat '${name}': No such file or directory\n`, 1, out)
    const { leaf } = at
    const { type = 'file', uid = 0, gid = 0 } = leaf
    const bytes =
      type === 'folder'
        ? FOLDER_BYTES
        : type === 'link'
          ? (leaf.text ?? '').length
          : leafBytes(leaf)
    const kind = type === 'file' && bytes === 0 ? 'regular empty file' : KINDS[type]
    const arrow = type === 'link' ? ` -> ${leaf.text}` : ''
    const when = `${formatTime(leaf.at ?? inside.startedAt)
      .replace('T', ' ')
      .replace('Z', '.000000000 +0000')}`
    const rights = `(${modeOf(leaf).toString(8).padStart(4, '0')}/${modeText(leaf)})`
    const who = `Uid: (${String(uid).padStart(5)}/${userText(uid).padStart(8)})   Gid: (${String(gid).padStart(5)}/${userText(gid).padStart(8)})`
    out += `  File: ${name}${arrow}\n  Size: ${String(bytes).padEnd(15)} Blocks: ${String(blocksOf(leaf) * 2).padEnd(10)} IO Block: 4096   ${kind}\nAccess: ${rights}  ${who}\nModify: ${when}\n`
  }
  return ok(out)
})

export const du = plain(({ inside, args, path }) => {
  const marks = flags(args)
  let out = ''
  for (const name of operands(args).length > 0 ? operands(args) : ['.']) {
    const full = path(name)
    if (!statPath(inside, full)) return failed(`du: ${name}: No such file or directory\n`, 1, out)
    const all = below(inside, full)
    const total = (top: string): number =>
      all
        .filter((one) => one === top || one.startsWith(`${top}/`))
        .reduce((sum, one) => sum + blocksOf(statPath(inside, one, true)?.leaf), 0)
    const tops = marks.includes('s')
      ? [full]
      : all
          .filter((one) => statPath(inside, one, true)?.leaf.type === 'folder' || one === full)
          .toReversed()
    for (const top of tops) {
      const size = total(top)
      out += `${marks.includes('h') ? humanBytes(size * 1024) : size}\t${name}${top.slice(full.length)}\n`
    }
  }
  return ok(out)
})

export const readlink = plain(({ inside, args, path }) => {
  const [name = ''] = operands(args)
  const leaf = statPath(inside, path(name), true)?.leaf
  return leaf?.type === 'link' ? ok(`${leaf.text}\n`) : failed('')
})
