import { formatTime } from '../../time.ts'
import { listPath, placeOf, readPath } from './files.ts'
import type { Inside, Step } from './inside.ts'
import {
  failed,
  flags,
  ok,
  operands,
  type Program,
  plain,
  type Run,
  write,
  writeFile,
} from './program.ts'

export const cat: Program = function* ({ inside, args, input, path }) {
  const names = operands(args)
  if (names.length === 0) return ok(input)
  let out = ''
  let err = ''
  for (const name of names) {
    const text = name === '-' ? input : readPath(inside, path(name))
    if (text !== undefined) out += text
    else if (listPath(inside, path(name))) err += `cat: read error: Is a directory\n`
    else err += `cat: can't open '${name}': No such file or directory\n`
  }
  yield { sleep: 0 }
  return { out, err, code: err === '' ? 0 : 1 }
}

function longLine(inside: Inside, path: string, name: string): string {
  const text = readPath(inside, path)
  const kind = text === undefined ? 'drwxr-xr-x' : '-rw-r--r--'
  const size = String(text?.length ?? 4096).padStart(9)
  const [, month = 1, day = 1, time = ''] =
    /^\d+-(\d+)-(\d+)T(\d\d:\d\d)/.exec(formatTime(inside.startedAt)) ?? []
  const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  return `${kind}    1 root     root     ${size} ${months[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time} ${name}`
}

export const ls = plain(({ inside, args, path }) => {
  const names = operands(args).length > 0 ? operands(args) : ['.']
  const marks = flags(args)
  let out = ''
  let err = ''
  for (const name of names) {
    const full = path(name)
    const listed = marks.includes('d') ? undefined : listPath(inside, full)
    const shown = listed?.filter((one) => marks.includes('a') || !one.startsWith('.'))
    const lines =
      shown ?? (readPath(inside, full) !== undefined || listPath(inside, full) ? [name] : undefined)
    if (!lines) err += `ls: ${name}: No such file or directory\n`
    else if (marks.includes('l')) {
      const at = (one: string): string => (shown ? `${full === '/' ? '' : full}/${one}` : full)
      out += lines.map((one) => `${longLine(inside, at(one), one)}\n`).join('')
    } else out += lines.map((one) => `${one}\n`).join('')
  }
  return { out, err, code: err === '' ? 0 : 1 }
})

export const touch: Program = function* ({ inside, args, path }) {
  for (const name of operands(args)) {
    const content = readPath(inside, path(name)) ?? ''
    const wrong = yield* writeFile(inside, path(name), content, false)
    if (wrong !== undefined)
      return failed(
        `touch: ${name}: ${wrong === 'nonexistent directory' ? 'No such file or directory' : wrong}\n`,
      )
  }
  return ok()
}

export const mkdir: Program = function* ({ inside, args, path }) {
  for (const name of operands(args)) {
    const full = path(name)
    const parents = flags(args).includes('p')
    if (listPath(inside, full)) {
      if (parents) continue
      return failed(`mkdir: can't create directory '${name}': File exists\n`)
    }
    if (!parents && !listPath(inside, full.slice(0, full.lastIndexOf('/')) || '/'))
      return failed(`mkdir: can't create directory '${name}': No such file or directory\n`)
    const place = placeOf(inside, full)
    if (place.readOnly)
      return failed(`mkdir: can't create directory '${name}': Read-only file system\n`)
    yield { effect: write(place.store, `${place.within}/`, '') }
  }
  return ok()
}

/** Every file at the path or below it, in its store. */
function below(inside: Inside, path: string): readonly string[] {
  const names = listPath(inside, path)
  if (!names) return [path]
  return [
    `${path}/`,
    ...names.flatMap((name) => below(inside, `${path === '/' ? '' : path}/${name}`)),
  ]
}

function* removeOne(run: Run, name: string): Generator<Step, string | undefined> {
  const { inside, args, path } = run
  const marks = flags(args)
  const full = path(name)
  const exists = readPath(inside, full) !== undefined
  const isFolder = !exists && listPath(inside, full) !== undefined
  if (isFolder && !/[rR]/.test(marks)) return `rm: '${name}' is a directory\n`
  if (!isFolder && !exists)
    return marks.includes('f')
      ? undefined
      : `rm: can't remove '${name}': No such file or directory\n`
  for (const one of below(inside, full)) {
    const place = placeOf(inside, one.replace(/\/$/, ''))
    if (place.readOnly) return `rm: can't remove '${name}': Read-only file system\n`
    yield {
      effect: write(place.store, one.endsWith('/') ? `${place.within}/` : place.within, null),
    }
  }
  return undefined
}

export const rm: Program = function* (run) {
  for (const name of operands(run.args)) {
    const wrong = yield* removeOne(run, name)
    if (wrong !== undefined) return failed(wrong)
  }
  return ok()
}

export const copy = (name: 'cp' | 'mv'): Program =>
  function* ({ inside, args, path }) {
    const [from = '', to = ''] = operands(args)
    const text = readPath(inside, path(from))
    if (text === undefined)
      return failed(`${name}: can't stat '${from}': No such file or directory\n`)
    const target = listPath(inside, path(to)) ? `${path(to)}/${from.split('/').at(-1)}` : path(to)
    const wrong = yield* writeFile(inside, target, text, false)
    if (wrong !== undefined) return failed(`${name}: can't create '${to}': ${wrong}\n`)
    if (name === 'mv') {
      const place = placeOf(inside, path(from))
      yield { effect: write(place.store, place.within, null) }
    }
    return ok()
  }

export const test = (bracket: boolean): Program =>
  plain(({ inside, args, path }) => {
    const words = bracket ? args.slice(0, -1) : args
    const not = words[0] === '!'
    const [a = '', b = '', c] = not ? words.slice(1) : words
    const isFolder = (text: string): boolean =>
      readPath(inside, path(text)) === undefined && listPath(inside, path(text)) !== undefined
    const unary: Readonly<Record<string, () => boolean>> = {
      '-z': () => b === '',
      '-n': () => b !== '',
      '-f': () => readPath(inside, path(b)) !== undefined,
      '-s': () => (readPath(inside, path(b)) ?? '') !== '',
      '-d': () => isFolder(b),
      '-e': () => readPath(inside, path(b)) !== undefined || isFolder(b),
      '-r': () => readPath(inside, path(b)) !== undefined || isFolder(b),
    }
    const binary: Readonly<Record<string, boolean>> =
      c === undefined
        ? {}
        : {
            '=': a === c,
            '==': a === c,
            '!=': a !== c,
            '-eq': Number(a) === Number(c),
            '-ne': Number(a) !== Number(c),
            '-lt': Number(a) < Number(c),
            '-le': Number(a) <= Number(c),
            '-gt': Number(a) > Number(c),
            '-ge': Number(a) >= Number(c),
          }
    const held = c === undefined ? (unary[a]?.() ?? a !== '') : (binary[b] ?? false)
    return held === not ? failed('') : ok()
  })
