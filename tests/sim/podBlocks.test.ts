import { describe, expect, it } from 'vitest'
import { createLab, type LabName } from '../../src/scenarios/labs.ts'
import { workerMachine } from '../../src/scenarios/machines.ts'
import { machineNames, machineOf } from '../../src/sim/index.ts'

function range(cidr: string): readonly [first: number, end: number] {
  const [address = '', bits = '32'] = cidr.split('/')
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - Number(bits))]
}

describe('blocks of pod addresses', () => {
  it.each<LabName>(['book', 'plain', 'recording', 'empty'])(
    'no two machines of lab %s share an address, however many join',
    (lab) => {
      const cluster = createLab(lab, { seed: 1 })
      for (let index = 4; index < 24; index++)
        cluster.world({ type: 'add', machine: workerMachine(cluster, `w${index}-k8s`) })
      const ranges = machineNames(cluster)
        .map((name) => range(machineOf(cluster, name)?.podCidr ?? ''))
        .sort(([a], [b]) => a - b)
      expect(ranges.length).toBeGreaterThan(19)
      ranges.forEach(([first], index) => {
        const before = ranges[index - 1]
        if (before) expect(first).toBeGreaterThanOrEqual(before[1])
      })
    },
  )
})
