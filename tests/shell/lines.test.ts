import { describe, expect, it } from 'vitest'
import { isComplete, splitScript } from '../../src/shell/lines.ts'

describe('splitting a script', () => {
  it.each<[string, string, string[]]>([
    ['one line each', 'a\nb', ['a', 'b']],
    ['comments and blanks', '# x\n\na # y\n  # z\nb', ['a # y', 'b']],
    ['backslash', 'a \\\n  b\nc', ['a \\\n  b', 'c']],
    ['single quotes', "a 'x\ny'\nb", ["a 'x\ny'", 'b']],
    ['double quotes', 'a "x\\"\ny"\nb', ['a "x\\"\ny"', 'b']],
    ['heredoc', 'cat <<EOF\n# kept\n\ndone\nEOF\nb', ['cat <<EOF\n# kept\n\ndone\nEOF', 'b']],
    ['quoted heredoc', "cat <<'E' | x\n$a\nE\nb", ["cat <<'E' | x\n$a\nE", 'b']],
    ['for', 'for i in 1 2; do\n  echo $i\ndone\nb', ['for i in 1 2; do\n  echo $i\ndone', 'b']],
    ['if else', 'if a; then\nb\nelse\nc\nfi\nd', ['if a; then\nb\nelse\nc\nfi', 'd']],
    ['words like keywords', 'echo if done\nb', ['echo if done', 'b']],
    ['pipe at the end', 'a |\nb\nc', ['a |\nb', 'c']],
    ['function', 'f() {\n a\n}\nf', ['f() {\n a\n}', 'f']],
    ['substitution', 'x=$(a\nb)\nc', ['x=$(a\nb)', 'c']],
    [
      'jsonpath',
      "k get po -o jsonpath='{.items[*]}'\nb",
      ["k get po -o jsonpath='{.items[*]}'", 'b'],
    ],
    ['jsonpath unquoted', 'k get -o jsonpath={.a}\nb', ['k get -o jsonpath={.a}', 'b']],
  ])('%s', (_, script, lines) => {
    expect(splitScript(script)).toEqual(lines)
  })

  it('knows when a shell would ask for more', () => {
    expect(isComplete('echo "a')).toBe(false)
    expect(isComplete('while true; do')).toBe(false)
    expect(isComplete('echo a && ')).toBe(false)
    expect(isComplete('echo a')).toBe(true)
  })
})
