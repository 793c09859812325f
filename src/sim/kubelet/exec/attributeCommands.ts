import { statPath, userAt } from './files.ts'
import type { Step } from './inside.ts'
import { failed, flags, ok, operands, type Program, put, type Run } from './program.ts'
import { below } from './walk.ts'

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 }
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 }

/** `u+x,go-w` applied to a mode; undefined when it is no such text. */
function changedMode(text: string, mode: number): number | undefined {
  if (/^[0-7]{3,4}$/.test(text)) return Number.parseInt(text, 8)
  let result = mode
  for (const part of text.split(',')) {
    const [, who = '', sign, what = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(part) ?? []
    if (sign === undefined) return undefined
    const mask = [...(who || 'a')].reduce((sum, one) => sum | (WHO[one] ?? 0), 0)
    const bits = [...what].reduce((sum, one) => sum | (WHAT[one] ?? 0), 0) & mask
    if (sign === '-') result &= ~bits
    else result = sign === '+' ? result | bits : (result & ~mask) | bits
  }
  return result
}

type Change = (
  run: Run,
  path: string,
) => { readonly mode?: number; readonly uid?: number; readonly gid?: number } | string

function* changeOne(
  run: Run,
  name: string,
  path: string,
  told: Change,
): Generator<Step, string | undefined> {
  const at = statPath(run.inside, path)
  if (!at) return `${name}: ${path}: No such file or directory\n`
  const user = userAt(run.inside, at.place)
  if (user.uid !== 0 && (name === 'chown' || user.uid !== (at.leaf.uid ?? 0)))
    return `${name}: ${path}: Operation not permitted\n`
  const leaf = told(run, path)
  if (typeof leaf === 'string') return leaf
  const wrong = yield* put(run.inside, path, leaf)
  return wrong === undefined ? undefined : `${name}: ${path}: ${wrong}\n`
}

const change = (name: string, told: Change): Program =>
  function* (run) {
    const [, ...names] = operands(run.args)
    const deep = /R/.test(flags(run.args))
    for (const one of names)
      for (const path of deep ? below(run.inside, run.path(one)) : [run.path(one)]) {
        const wrong = yield* changeOne(run, name, path, told)
        if (wrong !== undefined) return failed(wrong)
      }
    return ok()
  }

export const chmod = change('chmod', ({ inside, args }, path) => {
  const [text = ''] = operands(args)
  const leaf = statPath(inside, path)?.leaf
  const mode = changedMode(text, leaf?.mode ?? (leaf?.type === 'folder' ? 0o755 : 0o644))
  return mode === undefined ? `chmod: invalid mode '${text}'\n` : { mode }
})

const NAMED: Readonly<Record<string, number>> = {
  root: 0,
  nobody: 65_534,
  nginx: 101,
  'www-data': 33,
}
const idOf = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : NAMED[text])

export const chown = change('chown', ({ args }) => {
  const [text = ''] = operands(args)
  const [user = '', group] = text.split(':')
  const uid = user === '' ? undefined : idOf(user)
  const gid = group === undefined ? undefined : idOf(group)
  if ((user !== '' && uid === undefined) || (group !== undefined && gid === undefined))
    return `chown: unknown user/group ${text}\n`
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) }
})

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  b: 512,
  k: 1024,
  K: 1024,
  KB: 1000,
  kB: 1000,
  M: 1024 ** 2,
  MB: 1e6,
  G: 1024 ** 3,
  GB: 1e9,
}

function sizeOf(text: string): number {
  const [, amount = '0', unit = ''] = /^(\d+)([a-zA-Z]*)$/.exec(text) ?? []
  return Number(amount) * (SIZES[unit] ?? 1)
}

function* filled({ inside, path }: Run, name: string, bytes: number) {
  return yield* put(inside, path(name), { text: '', bytes })
}

/** `truncate -s SIZE FILE` and `fallocate -l SIZE FILE`. */
export const sized = (name: string, flag: string): Program =>
  function* (run) {
    const at = run.args.findIndex((arg) => arg.startsWith(`-${flag}`))
    const word = run.args[at] ?? ''
    const size = word.length > 2 ? word.slice(2) : (run.args[at + 1] ?? '')
    const file = run.args.at(-1) ?? ''
    const wrong = yield* filled(run, file, sizeOf(size))
    return wrong === undefined ? ok() : failed(`${name}: ${file}: ${wrong}\n`)
  }

/** Copies of zeros: how a file of a certain size is made by hand. */
export const dd: Program = function* (run) {
  const words = new Map(run.args.map((arg) => [arg.replace(/=.*/, ''), arg.replace(/^[^=]*=/, '')]))
  const count = Number(words.get('count') ?? 1)
  const bytes = count * sizeOf(words.get('bs') ?? '512')
  const file = words.get('of')
  const wrong = file === undefined ? undefined : yield* filled(run, file, bytes)
  if (wrong !== undefined) return failed(`dd: error writing '${file}': ${wrong}\n`)
  return { out: '', err: `${count}+0 records in\n${count}+0 records out\n`, code: 0 }
}
