import { listPath, readPath, statPath } from './files.ts'
import { failed, ok, type Program, plain } from './program.ts'

export const test = (bracket: boolean): Program =>
  plain(({ inside, args, path }) => {
    const words = bracket ? args.slice(0, -1) : args
    const not = words[0] === '!'
    const [a = '', b = '', c] = not ? words.slice(1) : words
    const isFolder = (text: string): boolean => listPath(inside, path(text)) !== undefined
    const isThere = (text: string): boolean => statPath(inside, path(text)) !== undefined
    const unary: Readonly<Record<string, () => boolean>> = {
      '-z': () => b === '',
      '-n': () => b !== '',
      '-f': () => readPath(inside, path(b)) !== undefined,
      '-s': () => (readPath(inside, path(b)) ?? '') !== '',
      '-d': () => isFolder(b),
      '-e': () => isThere(b),
      '-r': () => isThere(b),
      '-h': () => statPath(inside, path(b), true)?.leaf.type === 'link',
      '-L': () => statPath(inside, path(b), true)?.leaf.type === 'link',
      '-S': () => statPath(inside, path(b))?.leaf.type === 'socket',
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
