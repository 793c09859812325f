import type { Cluster } from '../cluster.ts'
import { formatTime } from '../time.ts'
import type { Draft, Node, Pod } from '../types/index.ts'
import { digestOf } from './behaviour/reference.ts'
import { type Machine, machineOf } from './machine.ts'
import { draftOf, freezeRuntime, KUBELET, podWorkKey, type Runtime } from './runtime.ts'

const MIRROR = 'kubernetes.io/config.mirror'

function mirrorName(manifest: Draft<Pod>, node: string): string {
  return `${(manifest.metadata as { readonly name?: string }).name}-${node}`
}

/** Whether the pod only shows what a kubelet runs from a file of its machine. */
export function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.[MIRROR] !== undefined
}

/** The pod as the kubelet shows it to the API. */
// k8s: pkg/kubelet/config applyDefaults and pkg/kubelet/pod basicMirrorClient.CreateMirrorPod (1.36)
function mirrorOf(cluster: Cluster, node: Node, manifest: Draft<Pod>): Draft<Pod> {
  const { name } = node.metadata
  const hash = digestOf(`${name} ${JSON.stringify(manifest)}`).slice(0, 32)
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      name: mirrorName(manifest, name),
      annotations: {
        ...manifest.metadata.annotations,
        'kubernetes.io/config.hash': hash,
        [MIRROR]: hash,
        'kubernetes.io/config.seen': formatTime(cluster.now),
        'kubernetes.io/config.source': 'file',
      },
      ownerReferences: [
        { apiVersion: 'v1', controller: true, kind: 'Node', name, uid: node.metadata.uid },
      ],
    },
    spec: {
      ...manifest.spec,
      nodeName: name,
      tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
    },
  }
}

function create(cluster: Cluster, machine: Machine, manifest: Draft<Pod>): Pod | undefined {
  const node = cluster.find('Node', '', machine.name)
  const namespace = manifest.metadata.namespace ?? ''
  if (!node || !cluster.find('Namespace', '', namespace)) return undefined
  cluster.why('it runs the pod from a file of its machine, and shows it')
  const pod = cluster.create<'Pod'>(mirrorOf(cluster, node, manifest))
  const { uid, name } = pod.metadata
  // It does not hear of what it writes itself.
  cluster.enqueue(KUBELET, podWorkKey(uid, namespace, name), cluster.profile.timings.kubeletDelay)
  return pod
}

/** Shows every pod that the machine has a file of. */
export function showStaticPods(cluster: Cluster, machine: Machine): void {
  for (const manifest of machine.staticPods ?? []) {
    const name = mirrorName(manifest, machine.name)
    if (!cluster.at('Pod', `${manifest.metadata.namespace}/${name}`))
      create(cluster, machine, manifest)
  }
}

/** The containers go on under the new pod's name: only what showed them was deleted. */
function handOver(cluster: Cluster, runtime: Runtime, pod: Pod): void {
  const { uid } = pod.metadata
  cluster.forget(KUBELET, runtime.uid)
  cluster.remember(KUBELET, uid, freezeRuntime({ ...draftOf(runtime), uid }))
}

/** A pod that shows a file's is gone from the API: it is shown anew. False when the machine has no such file. */
// k8s: pkg/kubelet Kubelet.tryReconcileMirrorPods (1.36)
export function showAgain(cluster: Cluster, runtime: Runtime): boolean {
  const machine = machineOf(cluster, runtime.node)
  const manifest = machine?.staticPods?.find(
    (one) => `${one.metadata.namespace}/${mirrorName(one, runtime.node)}` === runtime.key,
  )
  if (!machine || !manifest || cluster.at('Pod', runtime.key)) return false
  const pod = create(cluster, machine, manifest)
  if (pod) handOver(cluster, runtime, pod)
  return pod !== undefined
}
