import { joined } from '../../volumes/paths.ts'
import type { Leaf } from '../../volumes/types.ts'
import { type Found, listPath, placeOf, readPath, statPath, userAt } from './files.ts'
import type { Inside, Step } from './inside.ts'
import {
  failed,
  flags,
  ok,
  operands,
  type Program,
  put,
  type Run,
  write,
  writeFile,
} from './program.ts'
import { mayRead, mayWrite } from './user.ts'
import { below } from './walk.ts'

const GONE = 'No such file or directory'

export const cat: Program = function* ({ inside, args, input, path }) {
  const names = operands(args)
  if (names.length === 0) return ok(input)
  let out = ''
  let err = ''
  for (const name of names) {
    const at = name === '-' ? undefined : statPath(inside, path(name))
    if (name === '-') out += input
    else if (!at) err += `cat: can't open '${name}': ${GONE}\n`
    else if (at.leaf.type === 'folder') err += 'cat: read error: Is a directory\n'
    else if (!mayRead(userAt(inside, at.place), at.leaf))
      err += `cat: can't open '${name}': Permission denied\n`
    else out += at.leaf.text ?? ''
  }
  yield { sleep: 0 }
  return { out, err, code: err === '' ? 0 : 1 }
}

/** What tools say of a place for something new that is not there. */
const toolsWord = (wrong: string): string => (wrong === 'nonexistent directory' ? GONE : wrong)

export const touch: Program = function* ({ inside, args, path }) {
  for (const name of operands(args)) {
    const wrong = yield* put(inside, path(name), {})
    if (wrong !== undefined) return failed(`touch: ${name}: ${toolsWord(wrong)}\n`)
  }
  return ok()
}

/** Makes a folder, and those above it that are missing when `parents` says so. */
function* makeOne(
  inside: Inside,
  path: string,
  parents: boolean,
): Generator<Step, string | undefined> {
  const there = statPath(inside, path)
  if (there) return parents && there.leaf.type === 'folder' ? undefined : 'File exists'
  if (parents) {
    const above = path.slice(0, path.lastIndexOf('/')) || '/'
    const wrong = yield* makeOne(inside, above, true)
    if (wrong !== undefined) return wrong
  }
  return yield* put(inside, path, { type: 'folder' })
}

export const mkdir: Program = function* ({ inside, args, path }) {
  const parents = flags(args).includes('p')
  for (const name of operands(args)) {
    const wrong = yield* makeOne(inside, path(name), parents)
    if (wrong !== undefined)
      return failed(`mkdir: can't create directory '${name}': ${toolsWord(wrong)}\n`)
  }
  return ok()
}

/** Why the file or folder may not be taken away; undefined when it may. */
function keptBy(run: Run, at: Found): string | undefined {
  const { inside } = run
  const { path } = at.place
  if (at.leaf.type === 'folder' && !/[rR]/.test(flags(run.args))) return 'is a directory'
  if (at.place.readOnly) return 'Read-only file system'
  const parent = statPath(inside, path.slice(0, path.lastIndexOf('/')) || '/')
  const isOurs = !parent || mayWrite(userAt(inside, parent.place), parent.leaf)
  return isOurs ? undefined : 'Permission denied'
}

function* removeOne(run: Run, name: string): Generator<Step, string | undefined> {
  const { inside, args, path } = run
  const said = (why: string): string => `rm: can't remove '${name}': ${why}\n`
  const at = statPath(inside, path(name), true)
  if (!at) return flags(args).includes('f') ? undefined : said(GONE)
  const why = keptBy(run, at)
  if (why === 'is a directory') return `rm: '${name}' is a directory\n`
  if (why !== undefined) return said(why)
  const isRoot = at.place.mount !== undefined && at.place.within === at.place.root
  for (const one of below(inside, at.place.path)) {
    const place = placeOf(inside, one)
    if (place.readOnly) return said('Read-only file system')
    if (!isRoot || one !== at.place.path) yield { effect: write(place, null) }
  }
  return isRoot ? said('Resource busy') : undefined
}

export const rm: Program = function* (run) {
  for (const name of operands(run.args)) {
    const wrong = yield* removeOne(run, name)
    if (wrong !== undefined) return failed(wrong)
  }
  return ok()
}

export const rmdir: Program = function* (run) {
  for (const name of run.args) {
    const names = listPath(run.inside, run.path(name))
    if (!names) return failed(`rmdir: '${name}': ${GONE}\n`)
    if (names.length > 0) return failed(`rmdir: '${name}': Directory not empty\n`)
    const wrong = yield* removeOne({ ...run, args: ['-r'] }, name)
    if (wrong !== undefined) return failed(wrong.replace(/^rm: can't remove/, 'rmdir:'))
  }
  return ok()
}

/** Copies a file, or a folder with all that is in it. */
function* copyTree(inside: Inside, from: string, to: string): Generator<Step, string | undefined> {
  const at = statPath(inside, from)
  if (!at) return GONE
  const { type, text, bytes, mode } = at.leaf
  if (type === 'folder') {
    const wrong = yield* makeOne(inside, to, true)
    if (wrong !== undefined) return wrong
    for (const name of listPath(inside, from) ?? []) {
      const below = yield* copyTree(inside, joined(from, name), joined(to, name))
      if (below !== undefined) return below
    }
    return undefined
  }
  const leaf: Leaf = {
    text: text ?? '',
    ...(bytes === undefined ? {} : { bytes }),
    ...(mode === undefined ? {} : { mode }),
  }
  return yield* put(inside, to, leaf)
}

/** Where a copy of `from` goes when it is sent to `to`. */
function targetOf({ inside, path }: Run, from: string, to: string): string {
  if (!listPath(inside, path(to))) return path(to)
  const name = /\/\.?$/.test(from) ? '' : (path(from).split('/').at(-1) ?? '')
  return joined(path(to), name)
}

function* copyOne(run: Run, name: string, from: string): Generator<Step, string | undefined> {
  const { inside, args, path } = run
  const to = operands(args).at(-1) ?? ''
  const at = statPath(inside, path(from))
  if (!at) return `${name}: can't stat '${from}': ${GONE}\n`
  if (at.leaf.type === 'folder' && name === 'cp' && !/[rRa]/.test(flags(args)))
    return `cp: -r not specified; omitting directory '${from}'\n`
  const wrong = yield* copyTree(inside, path(from), targetOf(run, from, to))
  if (wrong !== undefined) return `${name}: can't create '${to}': ${wrong}\n`
  return name === 'mv' ? yield* removeOne({ ...run, args: ['-rf'] }, from) : undefined
}

export const copy = (name: 'cp' | 'mv'): Program =>
  function* (run) {
    for (const from of operands(run.args).slice(0, -1)) {
      const wrong = yield* copyOne(run, name, from)
      if (wrong !== undefined) return failed(wrong)
    }
    return ok()
  }

export const tee: Program = function* ({ inside, args, input, path }) {
  for (const name of operands(args)) {
    const wrong = yield* writeFile(inside, path(name), input, flags(args).includes('a'))
    if (wrong !== undefined) return failed(`tee: ${name}: ${wrong}\n`, 1, input)
  }
  return ok(input)
}

export const ln: Program = function* ({ inside, args, path }) {
  const [from = '', to = ''] = operands(args)
  const target = listPath(inside, path(to))
    ? joined(path(to), from.split('/').at(-1) ?? '')
    : path(to)
  if (flags(args).includes('s')) {
    const wrong = yield* put(inside, target, { type: 'link', text: from, mode: 0o777 })
    return wrong === undefined ? ok() : failed(`ln: ${target}: ${wrong}\n`)
  }
  const text = readPath(inside, path(from))
  if (text === undefined) return failed(`ln: ${from}: ${GONE}\n`)
  const wrong = yield* writeFile(inside, target, text, false)
  return wrong === undefined ? ok() : failed(`ln: ${target}: ${wrong}\n`)
}
