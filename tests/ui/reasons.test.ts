import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reasonOf } from '../../src/ui/narration/reasons.ts'

/** Literals and templates handed to `cluster.why(...)` and to the kubelet's table, holes filled with a number. */
function reasonsInEngine(): readonly string[] {
  const found: string[] = []
  for (const file of readdirSync('src/sim', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue
    const source = readFileSync(`src/sim/${file}`, 'utf8')
    for (const [, call = ''] of source.matchAll(/\.why\(([\s\S]*?)\)\n/g))
      for (const [, template, single] of call.matchAll(/`([^`]{6,})`|'([^'\n]{6,})'/g))
        found.push(fill(single ?? template ?? ''))
  }
  return [...new Set(found)].filter((one) => /^\w/.test(one) && one.includes(' '))
}

function fill(template: string): string {
  let text = template
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/, '7')
  }
  return text.replace(/\b7 more 7 wanted/, '7 more pods wanted').replace(/ is 7$/, ' is gone')
}

describe('reasons in Korean', () => {
  it('knows every form that the engine writes', () => {
    const reasons = reasonsInEngine()
    expect(reasons.length).toBeGreaterThan(35)
    expect(reasons.filter((one) => reasonOf(one, 'ko').foreign)).toEqual([])
  })

  it.each([
    ['3 more pods wanted', '파드가 3개 더 필요합니다'],
    ['1 more pod wanted', '파드가 1개 더 필요합니다'],
    ['w1-k8s fits best of 3 nodes', '노드 3개 가운데 w1-k8s의 점수가 가장 높습니다'],
    ['its owner ReplicaSet web-7d9 is gone', '주인인 web-7d9 레플리카셋이 없어졌습니다'],
    [
      'adopts Pod web-1: its labels match the selector',
      '레이블이 셀렉터와 맞아 web-1 파드를 거둡니다',
    ],
    ['w1 is promised to it and has room now', '맡아 둔 w1에 이제 자리가 났습니다'],
    [
      'w1 can take pod vip once 2 of lower priority have left',
      '우선순위가 낮은 파드 2개가 나가면 w1에 vip 파드가 들어갈 수 있습니다',
    ],
    [
      'makes room on w1 for pod vip of higher priority',
      '우선순위가 더 높은 vip 파드를 위해 w1에 자리를 냅니다',
    ],
    ['does not tolerate a/b:NoExecute', 'a/b:NoExecute 테인트를 견디지 못합니다'],
  ])('%s', (reason, korean) => {
    expect(reasonOf(reason, 'ko')).toEqual({ text: korean, foreign: false })
  })

  it('leaves the engine’s own words to English readers, and unknown forms to everyone, marked', () => {
    expect(reasonOf('3 more pods wanted', 'en').text).toBe('3 more pods wanted')
    expect(reasonOf('because', 'ko')).toEqual({ text: 'because', foreign: true })
  })
})
