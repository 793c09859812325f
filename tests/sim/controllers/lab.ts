import { createLab } from '../../../src/scenarios/labs.ts'
import {
  type Cluster,
  type Deployment,
  type DeploymentSpec,
  type Draft,
  type Pod,
  type ReplicaSet,
  runUntil,
} from '../../../src/sim/index.ts'

/** The lab of the recordings, at rest. */
export function lab(): Cluster {
  return createLab('recording', { seed: 3 })
}

export function pass(cluster: Cluster, ms: number): void {
  runUntil(cluster, { time: cluster.now + ms })
}

/** Runs until nothing but heartbeats is pending; fails when that takes more than virtual 10 minutes. */
export function settle(cluster: Cluster): void {
  if (!runUntil(cluster, { quiet: true, timeout: 600_000 })) throw new Error('never quiet')
}

type Annotations = Readonly<Record<string, string>>

export interface DeploymentWish extends Partial<Omit<DeploymentSpec, 'template' | 'selector'>> {
  readonly image?: string
  readonly annotations?: Annotations
  readonly podAnnotations?: Annotations
}

export function deploymentDraft(name: string, wish: DeploymentWish = {}): Draft<Deployment> {
  const { image = 'nginx:1.26', annotations, podAnnotations, ...spec } = wish
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', ...(annotations ? { annotations } : {}) },
    spec: {
      ...spec,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...(podAnnotations ? { annotations: podAnnotations } : {}) },
        spec: { containers: [{ name: 'c', image }] },
      },
    },
  }
}

/** A Deployment in namespace default, with its pods ready. */
export function deployed(cluster: Cluster, name: string, wish: DeploymentWish = {}): Deployment {
  cluster.create<'Deployment'>(deploymentDraft(name, wish))
  settle(cluster)
  return get(cluster, name)
}

export function get(cluster: Cluster, name: string): Deployment {
  return cluster.get('Deployment', 'default', name)
}

export function change(
  cluster: Cluster,
  name: string,
  by: (spec: DeploymentSpec) => DeploymentSpec,
): void {
  const present = get(cluster, name)
  cluster.update({ ...present, spec: by(present.spec) })
}

export function setImage(cluster: Cluster, name: string, image: string): void {
  change(cluster, name, (spec) => ({
    ...spec,
    template: {
      ...spec.template,
      spec: {
        ...spec.template.spec,
        containers: spec.template.spec.containers.map((c) => ({ ...c, image })),
      },
    },
  }))
}

export function imageOf(set: ReplicaSet): string {
  return set.spec.template.spec.containers[0]?.image ?? ''
}

/** Sizes of a Deployment's ReplicaSets by image, with empty ones left out. */
export function sizes(cluster: Cluster, name: string): Record<string, number> {
  const sets = cluster.owned('ReplicaSet', get(cluster, name).metadata.uid)
  return Object.fromEntries(
    sets
      .filter((set) => (set.spec.replicas ?? 0) > 0)
      .map((set): [string, number] => [imageOf(set), set.spec.replicas ?? 0])
      .sort(),
  )
}

/** What happened to the sizes of ReplicaSets since an entry, such as `nginx:1.27 0>1`. */
export function sizeSteps(cluster: Cluster, since: number): readonly string[] {
  const steps: string[] = []
  for (const { kind, before, after } of cluster.journal.since(since)) {
    if (kind !== 'ReplicaSet' || !after) continue
    const set = after as ReplicaSet
    const from = (before as ReplicaSet | undefined)?.spec.replicas ?? 0
    const to = set.spec.replicas ?? 0
    if (from !== to) steps.push(`${imageOf(set)} ${from}>${to}`)
  }
  return steps
}

export function pods(cluster: Cluster, namespace = 'default'): readonly Pod[] {
  return cluster.list('Pod', { namespace })
}

/** Events about objects of a kind, as `Type Reason message`, in order; a count above one is shown. */
export function events(cluster: Cluster, kind: string, name?: string): readonly string[] {
  return cluster
    .list('Event', {
      where: ({ involvedObject: o }) => o.kind === kind && (name === undefined || o.name === name),
    })
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message }) => `${type} ${reason} ${message}`)
}

export function conditionOf(
  conditions:
    | readonly { type: string; status: string; reason?: string; message?: string }[]
    | undefined,
  type: string,
): string | undefined {
  const found = conditions?.find((c) => c.type === type)
  return found && `${found.status} ${found.reason}: ${found.message}`
}
