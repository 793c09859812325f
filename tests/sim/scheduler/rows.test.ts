import { describe, expect, it } from 'vitest'
import type { NodeInfo } from '../../../src/sim/scheduler/nodeInfo.ts'
import { filterOf, pluginOf, podInfoOf, ROWS, type Row, worldOf } from './rowsFixture.ts'

/** Rows that ask for something this scheduler does not have, by plugin and number. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
  'NodeResourcesFit 108': 'an extended resource that is served by dynamic resource allocation',
  'NodeResourcesFit 116': 'an extended resource that is served by dynamic resource allocation',
  'NodeResourcesFit 166': 'an extended resource that is served by dynamic resource allocation',
  'NodeResourcesFit 119': 'an internal error of the framework: Filter without PreFilter',
  'NodeResourcesFit 138': 'a cluster whose sidecar feature is switched off',
  'NodeResourcesFit 173': 'a configuration without resources, refused before the scheduler starts',
  'NodeResourcesFit 199': 'a configuration without resources, refused before the scheduler starts',
  'NodeResourcesFit 200': 'a configuration without resources, refused before the scheduler starts',
  'NodeAffinity 52': 'Filter after PreFilter already refused',
  'TaintToleration 40': 'a cluster whose Gt and Lt tolerations are switched off',
  'NodePorts 29': 'an internal error of the framework: Filter without PreFilter',
  'PodTopologySpread 236': 'an internal error of the framework: Filter without PreFilter',
}
const rows = ROWS.filter((row) => !(`${row.plugin} ${row.seq}` in OUT_OF_SCOPE))
const title = (row: Row) => `${row.plugin} ${row.seq} ${row.ext}`

describe('upstream rows: filters', () => {
  it.each(
    rows
      .filter((r) => r.ext === 'PreFilter' || r.ext === 'Filter')
      .map((r) => [title(r), r] as const),
  )('%s', (_title, row) => {
    const got = filterOf(row)
    if (row.code === 'Success' || row.code === 'Skip') {
      expect(got === 'skip' || got === undefined).toBe(true)
      return
    }
    expect(got).toMatchObject({ code: row.code, reasons: row.reasons })
  })
})

/** Nodes that passed the filters in the row's test: known where the normalising row was kept. */
function candidates(row: Row, all: readonly NodeInfo[]): readonly (readonly NodeInfo[])[] {
  if (row.plugin !== 'PodTopologySpread') return [all]
  const names = row.before?.map((s) => s.Name)
  if (names) return [names.map((name) => all.find((n) => n.name === name) as NodeInfo)]
  const sibling = ROWS.find(
    (r) =>
      r.ext === 'NormalizeScore' &&
      r.test === row.test &&
      r.seq > row.seq &&
      r.seq - row.seq < 8 &&
      JSON.stringify([r.pod, r.snapshot]) === JSON.stringify([row.pod, row.snapshot]),
  )
  if (sibling) return candidates(sibling, all)
  // Otherwise upstream's tests put the nodes that failed behind the others in their names.
  return all
    .map((_, i) => all.slice(0, all.length - i))
    .filter((list) => list.some((n) => n.name === row.nodeInfo?.node?.metadata.name))
}

function scoresOf(row: Row): readonly number[] {
  const { world, node } = worldOf(row)
  return candidates(row, world.snapshot.nodes).map((feasible) => {
    const scorer = pluginOf(row).prepareScore?.(podInfoOf(row), world, feasible, feasible.length)
    if (scorer === undefined) return 0
    if (typeof scorer === 'number') return 0
    return scorer.score(node as NodeInfo)
  })
}

describe('upstream rows: scores', () => {
  it.each(rows.filter((r) => r.ext === 'Score').map((r) => [title(r), r] as const))(
    '%s',
    (_title, row) => {
      expect(scoresOf(row)).toContain(row.score)
    },
  )
})

describe('upstream rows: normalised scores', () => {
  it.each(rows.filter((r) => r.ext === 'NormalizeScore').map((r) => [title(r), r] as const))(
    '%s',
    (_title, row) => {
      const { world } = worldOf(row)
      const before = row.before ?? []
      const after = (row.after ?? []).map((s) => s.Score)
      const feasible = candidates(row, world.snapshot.nodes)[0] ?? []
      const scorer = pluginOf(row).prepareScore?.(podInfoOf(row), world, feasible, before.length)
      const scores = Float64Array.from(before.map((s) => s.Score))
      if (typeof scorer === 'object') scorer.normalize?.(scores, feasible, before.length)
      else if (typeof scorer === 'number') scores.fill(scorer)
      expect([...scores]).toEqual(after)
    },
  )
})
