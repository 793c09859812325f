import {
  type Cluster,
  type DaemonSet,
  type DaemonSetSpec,
  type Draft,
  type PersistentVolumeClaim,
  type Pod,
  type PodSpec,
  runUntil,
  type StatefulSet,
  type StatefulSetSpec,
} from '../../../src/sim/index.ts'

type Annotations = Readonly<Record<string, string>>

interface Wish {
  readonly image?: string
  readonly podAnnotations?: Annotations
  readonly pod?: Partial<PodSpec>
}

export interface StatefulSetWish
  extends Wish,
    Partial<Omit<StatefulSetSpec, 'template' | 'selector'>> {}
export interface DaemonSetWish
  extends Wish,
    Partial<Omit<DaemonSetSpec, 'template' | 'selector'>> {}

function template(name: string, { image = 'nginx:1.26', podAnnotations, pod }: Wish) {
  return {
    metadata: {
      labels: { app: name },
      ...(podAnnotations ? { annotations: podAnnotations } : {}),
    },
    spec: { ...pod, containers: [{ name: 'c', image }] },
  }
}

/** A claim template as a manifest has it. */
export function claimTemplate(name: string, storageClassName = 'fake-dyn'): PersistentVolumeClaim {
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      resources: { requests: { storage: '1Gi' } },
    },
  } as unknown as PersistentVolumeClaim
}

export function statefulSetDraft(name: string, wish: StatefulSetWish = {}): Draft<StatefulSet> {
  const { image: _, podAnnotations: __, pod: ___, ...spec } = wish
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default' },
    spec: {
      serviceName: name,
      ...spec,
      selector: { matchLabels: { app: name } },
      template: template(name, wish),
    },
  }
}

export function daemonSetDraft(name: string, wish: DaemonSetWish = {}): Draft<DaemonSet> {
  const { image: _, podAnnotations: __, pod: ___, ...spec } = wish
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, selector: { matchLabels: { app: name } }, template: template(name, wish) },
  }
}

export function withImage<W extends DaemonSet | StatefulSet>(workload: W, image: string): W {
  const { template: present } = workload.spec
  const containers = present.spec.containers.map((c) => ({ ...c, image }))
  return {
    ...workload,
    spec: { ...workload.spec, template: { ...present, spec: { ...present.spec, containers } } },
  }
}

/** What happened to pods since an entry, such as `create web-0` and `stop web-0` for a deletion with its grace. */
export function podSteps(cluster: Cluster, since: number): readonly string[] {
  return cluster.journal.since(since).flatMap(({ kind, verb, before, after, key }) => {
    if (kind !== 'Pod') return []
    const name = key.split('/')[1]
    const [was, is] = [before as Pod | undefined, after as Pod | undefined]
    if (verb === 'create') return [`create ${name}`]
    if (verb === 'delete') return [`gone ${name}`]
    return is?.metadata.deletionTimestamp && !was?.metadata.deletionTimestamp
      ? [`stop ${name}`]
      : []
  })
}

/** The images of living pods by pod name. */
export function imagesOf(cluster: Cluster): Readonly<Record<string, string>> {
  const pods = cluster.list('Pod', { namespace: 'default' })
  return Object.fromEntries(
    pods.map(({ metadata, spec }) => [metadata.name, spec.containers[0]?.image ?? '']),
  )
}

export function names(cluster: Cluster, kind: 'Pod' | 'PersistentVolumeClaim'): readonly string[] {
  return cluster.list(kind, { namespace: 'default' }).map(({ metadata }) => metadata.name)
}

/** The fewest ready and the most living pods of one node while the cluster runs. */
export function extremes(cluster: Cluster): { readonly ready: number; readonly together: number } {
  let ready = Number.POSITIVE_INFINITY
  let together = 0
  runUntil(cluster, {
    when: () => {
      const living = cluster.list('Pod', {
        namespace: 'default',
        where: (pod) => !pod.metadata.deletionTimestamp,
      })
      const serving = living.filter((pod) =>
        pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
      )
      ready = Math.min(ready, serving.length)
      for (const { spec } of living) {
        const beside = living.filter((pod) => pod.spec.nodeName === spec.nodeName)
        if (spec.nodeName) together = Math.max(together, beside.length)
      }
      return false
    },
    timeout: 60_000,
  })
  return { ready, together }
}
