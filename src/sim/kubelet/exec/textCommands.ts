import { readPath } from './files.ts'
import type { Finished } from './inside.ts'
import { failed, flags, ok, operands, type Program, plain } from './program.ts'

export const echo = plain(({ args }) => {
  const bare = args[0] === '-n' || args[0] === '-ne' || args[0] === '-en'
  const escapes = args[0] === '-e' || args[0] === '-ne' || args[0] === '-en'
  const words = bare || escapes ? args.slice(1) : args
  const text = words.join(' ')
  const said = escapes ? text.replaceAll('\\n', '\n').replaceAll('\\t', '\t') : text
  return ok(bare ? said : `${said}\n`)
})

export const printf = plain(({ args: [form = '', ...values] }) => {
  let next = 0
  const text = form.replace(/%[sd]|\\n|\\t|%%/g, (mark) => {
    if (mark === '\\n') return '\n'
    if (mark === '\\t') return '\t'
    return mark === '%%' ? '%' : (values[next++] ?? '')
  })
  return ok(text)
})

export const lines = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n')

/** head, tail, grep, wc, sort: over a file or what comes through the pipe. */
export const filter = (
  change: (text: string, args: readonly string[]) => Finished,
  skip = 0,
): Program =>
  plain(({ inside, args, input, path }) => {
    const names = operands(args)
      .filter((arg) => !/^\d+$/.test(arg))
      .slice(skip)
    const [name] = names
    const text = name === undefined ? input : readPath(inside, path(name))
    return text === undefined
      ? failed(`sh: ${name}: No such file or directory\n`)
      : change(text, args)
  })

export const count = (args: readonly string[]): number =>
  Number(/(\d+)$/.exec(args.find((arg) => /^-?n?\d+$/.test(arg)) ?? '')?.[1] ?? 10)

export const grep = filter((text, args) => {
  const [pattern = ''] = operands(args)
  const marks = flags(args)
  const found = lines(text).filter((line) => {
    const has = marks.includes('i')
      ? line.toLowerCase().includes(pattern.toLowerCase())
      : line.includes(pattern)
    return has !== marks.includes('v')
  })
  const out = marks.includes('c') ? `${found.length}\n` : found.map((line) => `${line}\n`).join('')
  return { out: marks.includes('q') ? '' : out, err: '', code: found.length > 0 ? 0 : 1 }
}, 1)
