import { readFileSync } from 'node:fs'
import { type NodeInfo, nodeInfoOf, PodInfo } from '../../../src/sim/scheduler/nodeInfo.ts'
import { Nominations } from '../../../src/sim/scheduler/nominations.ts'
import type { Plugin, Rejection, World } from '../../../src/sim/scheduler/plugin.ts'
import { isRejection } from '../../../src/sim/scheduler/plugin.ts'
import { createBalancedAllocation } from '../../../src/sim/scheduler/plugins/balancedAllocation.ts'
import { imageLocality } from '../../../src/sim/scheduler/plugins/imageLocality.ts'
import { createInterPodAffinity } from '../../../src/sim/scheduler/plugins/interPodAffinity.ts'
import { createNodeAffinity } from '../../../src/sim/scheduler/plugins/nodeAffinity.ts'
import { nodeName } from '../../../src/sim/scheduler/plugins/nodeName.ts'
import { nodePorts } from '../../../src/sim/scheduler/plugins/nodePorts.ts'
import { createNodeResourcesFit } from '../../../src/sim/scheduler/plugins/nodeResourcesFit.ts'
import { nodeUnschedulable } from '../../../src/sim/scheduler/plugins/nodeUnschedulable.ts'
import { createPodTopologySpread } from '../../../src/sim/scheduler/plugins/podTopologySpread.ts'
import type { ResourceStrategy } from '../../../src/sim/scheduler/plugins/resourceStrategy.ts'
import { SYSTEM_DEFAULTS } from '../../../src/sim/scheduler/plugins/spreadConstraints.ts'
import { taintToleration } from '../../../src/sim/scheduler/plugins/taintToleration.ts'
import { volumeZone } from '../../../src/sim/scheduler/plugins/volumeZone.ts'
import { labelMatcher } from '../../../src/sim/scheduler/selectors.ts'
import { type Snapshot, snapshotOf } from '../../../src/sim/scheduler/snapshot.ts'
import { CURRENT_SCHEDULER_TEXTS } from '../../../src/sim/scheduler/texts.ts'
import type {
  Node,
  NodeAffinity,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  TopologySpreadConstraint,
} from '../../../src/sim/types/index.ts'

export interface Machine {
  readonly node: Node | null
  readonly pods?: readonly Pod[]
}
interface NodeScore {
  readonly Name: string
  readonly Score: number
}
interface Config {
  readonly addedAffinity?: boolean
  readonly resources?: readonly { readonly Name: string; readonly Weight: number }[]
  readonly strategy?: {
    readonly type: ResourceStrategy['type']
    readonly resources: readonly { readonly Name: string; readonly Weight: number }[] | null
  }
  readonly ignoredResources?: Readonly<Record<string, unknown>>
  readonly ignoredResourceGroups?: Readonly<Record<string, unknown>>
  readonly defaultConstraints?: readonly TopologySpreadConstraint[] | null
  readonly systemDefaulted?: boolean
  readonly nodeInclusionPolicy?: boolean
  readonly matchLabelKeys?: boolean
  readonly hardPodAffinityWeight?: number
  readonly ignorePreferredTermsOfExistingPods?: boolean
}
export interface Row {
  readonly plugin: string
  readonly ext: 'PreFilter' | 'Filter' | 'Score' | 'NormalizeScore'
  readonly seq: number
  readonly test: string
  readonly code?: string
  readonly reasons?: readonly string[]
  readonly score?: number
  readonly before?: readonly NodeScore[]
  readonly after?: readonly NodeScore[]
  readonly nodeNames?: readonly string[]
  readonly pod: Pod
  readonly nodeInfo?: Machine
  readonly snapshot?: readonly Machine[]
  readonly config?: Config
}

export const ROWS: readonly Row[] = readFileSync('tests/cases/scheduler.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)

/** What the rows leave out of the scheduler's configuration: upstream's tests say it in their code. */
function addedAffinity(row: Row): NodeAffinity {
  const prefer = (key: string, value: string, weight: number): NodeAffinity => ({
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight, preference: { matchExpressions: [{ key, operator: 'In', values: [value] }] } },
    ],
  })
  if (row.test === 'TestNodeAffinityPriority') {
    return row.seq < 80 ? prefer('foo', 'bar', 2) : prefer('key', 'value', 3)
  }
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node2'] }] },
      ],
    },
  }
}

/** Normalising rows carry no configuration; theirs is that of their neighbours. */
function isAdded(row: Row): boolean {
  return row.config?.addedAffinity ?? (row.test === 'TestNodeAffinityPriority' && row.seq >= 77)
}

function shapeOf(row: Row): readonly { readonly utilization: number; readonly score: number }[] {
  if (row.seq === 155 || row.seq === 156 || row.test.startsWith('TestRequestedToCapacityRatio')) {
    return [
      { utilization: 0, score: 10 },
      { utilization: 100, score: 0 },
    ]
  }
  const top = row.test.startsWith('TestResourceBinPacking') ? 1 : 10
  return [
    { utilization: 0, score: 0 },
    { utilization: 100, score: top },
  ]
}

function fitOf(row: Row): Plugin {
  const { strategy, ignoredResources, ignoredResourceGroups } = row.config ?? {}
  const resources = (strategy?.resources ?? []).map((r) => ({ name: r.Name, weight: r.Weight }))
  const usual =
    strategy?.type === 'LeastAllocated' &&
    resources.map((r) => `${r.name} ${r.weight}`).join() === 'cpu 1,memory 1'
  const full: ResourceStrategy =
    strategy?.type === 'RequestedToCapacityRatio'
      ? { type: 'RequestedToCapacityRatio', resources, shape: shapeOf(row) }
      : { type: strategy?.type ?? 'LeastAllocated', resources }
  return createNodeResourcesFit({
    ...(usual ? {} : { strategy: full }),
    ignoredResources: new Set(Object.keys(ignoredResources ?? {})),
    ignoredResourceGroups: new Set(Object.keys(ignoredResourceGroups ?? {})),
  })
}

function spreadOf(row: Row): Plugin {
  const { config } = row
  return createPodTopologySpread({
    defaultConstraints: config ? (config.defaultConstraints ?? []) : SYSTEM_DEFAULTS,
    systemDefaulted: config?.systemDefaulted ?? true,
    nodeInclusionPolicy: config?.nodeInclusionPolicy ?? true,
    matchLabelKeys: config?.matchLabelKeys ?? false,
  })
}

/** The plugin as the row's test configured it. */
export function pluginOf(row: Row): Plugin {
  switch (row.plugin) {
    case 'NodeName':
      return nodeName
    case 'NodeUnschedulable':
      return nodeUnschedulable
    case 'TaintToleration':
      return taintToleration
    case 'NodePorts':
      return nodePorts
    case 'ImageLocality':
      return imageLocality
    case 'VolumeZone':
      return volumeZone
    case 'NodeAffinity':
      return createNodeAffinity(isAdded(row) ? addedAffinity(row) : undefined)
    case 'NodeResourcesFit':
      return fitOf(row)
    case 'NodeResourcesBalancedAllocation': {
      const names = (row.config?.resources ?? []).map((r) => r.Name)
      return names.join() === 'cpu,memory'
        ? createBalancedAllocation()
        : createBalancedAllocation(names)
    }
    case 'PodTopologySpread':
      return spreadOf(row)
    case 'InterPodAffinity':
      return createInterPodAffinity({
        hardPodAffinityWeight: row.config?.hardPodAffinityWeight ?? 1,
        ignorePreferredTermsOfExistingPods: row.config?.ignorePreferredTermsOfExistingPods ?? false,
      })
    default:
      throw new Error(`no plugin ${row.plugin}`)
  }
}

const ZONE = 'topology.kubernetes.io/zone'
const REGION = 'topology.kubernetes.io/region'
const OLD_ZONE = 'failure-domain.beta.kubernetes.io/zone'
const OLD_REGION = 'failure-domain.beta.kubernetes.io/region'

/** Labels of the volumes in the upstream test of the plugin VolumeZone. */
function zoneVolumes(test: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  if (test === 'TestMultiZone') {
    return {
      Vol_1: { [OLD_ZONE]: 'us-west1-a' },
      Vol_2: { [OLD_ZONE]: 'us-west1-b' },
      Vol_3: { [OLD_ZONE]: 'us-west1-c__us-west1-a' },
      Vol_Stable_1: { [ZONE]: 'us-west1-a' },
      Vol_Stable_2: { [ZONE]: 'us-west1-c__us-west1-a' },
    }
  }
  return {
    Vol_1: { [OLD_ZONE]: 'us-west1-a' },
    Vol_2: { [OLD_REGION]: 'us-west1' },
    Vol_3: { [OLD_REGION]: 'us-west1' },
    Vol_Stable_1: { [ZONE]: 'us-west1-a' },
    Vol_Stable_2: { [REGION]: 'us-west1' },
    Vol_Stable_3: { [ZONE]: 'us-west1-a', [REGION]: 'us-west1-a' },
  }
}

const CLASS_OF_CLAIM: Readonly<Record<string, string>> = {
  PVC_NoSC: 'Class_0',
  PVC_WaitSC: 'Class_Wait',
  PVC_ImmediateSC: 'Class_Immediate',
}

function claimOf(name: string): PersistentVolumeClaim {
  const storageClassName = CLASS_OF_CLAIM[name]
  const spec = /^PVC_(\d|Stable)/.test(name)
    ? { volumeName: name.replace('PVC', 'Vol') }
    : storageClassName
      ? { storageClassName }
      : {}
  return { metadata: { name, namespace: 'default' }, spec } as unknown as PersistentVolumeClaim
}

function classNamed(name: string): StorageClass | undefined {
  if (name === 'Class_Wait') {
    return {
      metadata: { name },
      volumeBindingMode: 'WaitForFirstConsumer',
    } as unknown as StorageClass
  }
  return name === 'Class_Immediate'
    ? ({ metadata: { name } } as unknown as StorageClass)
    : undefined
}

const UNNAMED = { metadata: {}, spec: {}, status: {} } as unknown as Node

export function worldOf(row: Row): { readonly world: World; readonly node: NodeInfo | undefined } {
  const machines = row.snapshot ?? (row.nodeInfo ? [row.nodeInfo] : [])
  const snapshot: Snapshot = snapshotOf(
    machines.map((m) => ({ node: m.node ?? UNNAMED, pods: m.pods ?? [] })),
  )
  if (row.ext === 'NormalizeScore' && row.plugin === 'TaintToleration') snapshot.softTaintedNodes++
  const volumes = zoneVolumes(row.test)
  const world: World = {
    snapshot,
    nominations: new Nominations(),
    budgets: () => [],
    texts: CURRENT_SCHEDULER_TEXTS,
    claim: (_namespace, name) => claimOf(name),
    volume: (name) =>
      volumes[name] &&
      ({ metadata: { name, labels: volumes[name] }, spec: {} } as unknown as PersistentVolume),
    volumes: () => [],
    storageClass: classNamed,
    csiNode: () => undefined,
    csiDriver: () => undefined,
    attachments: () => [],
    capacities: () => [],
    // Upstream's test has a service that selects the label foo.
    ownerSelector: (pod) =>
      'foo' in pod.labels && row.config?.systemDefaulted !== false
        ? labelMatcher({ matchExpressions: [{ key: 'foo', operator: 'Exists' }] })
        : undefined,
    namespaceLabels: (name) => (name.includes('.') ? { team: name.split('.')[1] ?? '' } : {}),
  }
  const node = row.nodeInfo
    ? (snapshot.node(row.nodeInfo.node?.metadata.name ?? '') ??
      nodeInfoOf(row.nodeInfo.node ?? UNNAMED, row.nodeInfo.pods))
    : undefined
  return { world, node }
}

/** A row's machine may be unlike the one of that name in its snapshot: then it is asked as it is. */
export function podInfoOf(row: Row): PodInfo {
  return new PodInfo({
    ...row.pod,
    metadata: { ...row.pod.metadata, uid: row.pod.metadata.uid ?? 'incoming' },
  })
}

export function filterOf(row: Row): Rejection | 'skip' | undefined {
  const { world, node } = worldOf(row)
  const prepared = pluginOf(row).prepareFilter?.(podInfoOf(row), world)
  if (!prepared) return 'skip'
  if (isRejection(prepared)) return prepared
  return row.ext === 'Filter' && node ? prepared.check(node) : undefined
}
