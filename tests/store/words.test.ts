import { expect, it } from 'vitest'
import { quoted, wordsOf } from '../../src/store/words.ts'

it.each([
  ['kubectl get pods', ['kubectl', 'get', 'pods']],
  [
    '  kubectl   scale deploy/web --replicas=3 ',
    ['kubectl', 'scale', 'deploy/web', '--replicas=3'],
  ],
  [
    `kubectl patch pv a -p '{"spec":{"x":1}}'`,
    ['kubectl', 'patch', 'pv', 'a', '-p', '{"spec":{"x":1}}'],
  ],
  [`a "b c"d ''`, ['a', 'b cd', '']],
  ['', []],
])('splits %j', (line, words) => {
  expect(wordsOf(line)).toEqual(words)
})

it.each(['a | b', 'a > f', 'a $X', 'a "open', "a 'open", 'a; b', 'a *', 'a "$x"', 'a\nb'])(
  'leaves %j to a shell',
  (line) => {
    expect(wordsOf(line)).toBeUndefined()
  },
)

it('quotes what a shell would read something into, so that it comes back as it was', () => {
  for (const word of ['plain', 'a b', '{"a":1}', 'x;y', '$HOME', 'ko-한글'])
    expect(wordsOf(quoted(word))).toEqual([word])
})
