/** A bare run of characters, a single-quoted or a double-quoted part; quoted parts without what a shell would expand. */
const PART = /^(?:'([^']*)'|"([^"$`\\]*)"|([^\s'"|&;<>()$`\\*?[\]#~{}]+))/

/**
 * Words of a simple command line, quotes removed; undefined when it needs a real shell (pipes, variables, globs ...)
 * or a quote is left open.
 */
export function wordsOf(line: string): readonly string[] | undefined {
  if (line.includes('\n')) return undefined
  const words: string[] = []
  let rest = line.trimStart()
  while (rest !== '') {
    let word = ''
    for (let part = PART.exec(rest); part; part = PART.exec(rest)) {
      word += part[1] ?? part[2] ?? part[3] ?? ''
      rest = rest.slice(part[0].length)
    }
    if (rest !== '' && !/^\s/.test(rest)) return undefined
    words.push(word)
    rest = rest.trimStart()
  }
  return words
}

/** A word as it must be typed: quoted when the shell would read something else into it. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
