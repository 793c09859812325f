import { describe, expect, it } from 'vitest'
import { cutName } from '../../../src/canvas/levels/cutName.ts'

describe('cutName', () => {
  it('leaves alone what has room', () => {
    expect(cutName('w1-k8s', 6)).toBe('w1-k8s')
    expect(cutName('', 6)).toBe('')
  })

  it('cuts in the middle and keeps the end that tells names apart', () => {
    const cut = cutName('gke-production-europe-west4-default-pool-8f3c2a91-x7q2', 6.5)
    expect(cut).toMatch(/^gke?-?…-x7q2$/)
  })

  it('never says less than the end, however little room there is', () => {
    expect(cutName('a-very-long-machine-name-with-no-room-0001', 1)).toBe('…-0001')
  })

  it('reckons wide letters as wide: the same room holds fewer of them', () => {
    const narrow = cutName(`${'i'.repeat(60)}-end`, 8)
    const wide = cutName(`${'w'.repeat(60)}-end`, 8)
    expect(narrow.length).toBeGreaterThan(wide.length)
  })
})
