import type { Edge, Reader, RelationName } from '../../store/relations/edge.ts'
import { refOf } from '../../store/relations/edge.ts'
import { relate } from '../../store/relations/relate.ts'
import type { Lens } from '../../store/view.ts'

/** Most lines drawn at once. */
export const MOST_EDGES = 200

interface LensRow {
  readonly names: readonly RelationName[]
  readonly wants: (edge: Edge) => boolean
}

const CONFIG: ReadonlySet<string> = new Set(['ConfigMap', 'Secret'])
const EDGE_OF_CLUSTER: ReadonlySet<string> = new Set(['Service', 'EndpointSlice', 'Ingress'])

/** Which relations each lens is about. Claims and volumes have their wires already. */
const LENS_EDGES: Readonly<Record<Exclude<Lens, 'all'>, LensRow>> = {
  workloads: {
    names: ['owner', 'scaleTarget'],
    wants: (edge) => edge.name !== 'owner' || owns(edge),
  },
  network: {
    names: ['selector', 'endpoint', 'route'],
    wants: (edge) => EDGE_OF_CLUSTER.has(refOf(edge.from).kind),
  },
  storage: {
    names: ['mount', 'storageClass'],
    wants: (edge) => !CONFIG.has(refOf(edge.to).kind),
  },
  configuration: {
    names: ['mount', 'env', 'imagePullSecrets'],
    wants: (edge) => CONFIG.has(refOf(edge.to).kind),
  },
  // The API server stands between all who act, so the loop has no lines but its messages; what waits shows who asked for it.
  loop: { names: ['owner'], wants: owns },
}

function owns(edge: Edge): boolean {
  return refOf(edge.from).kind === 'Pod' && refOf(edge.to).kind !== 'Node'
}

/** What a small cluster's own pods mount is nobody's concern on the stage. */
function isOurs(edge: Edge): boolean {
  const { namespace, name } = refOf(edge.to)
  return name !== 'kube-root-ca.crt' && !namespace.startsWith('kube-')
}

/** In the control loop only those lines matter along which something still has to happen. */
function isOpen(lens: Lens, edge: Edge, reader: Reader): boolean {
  if (lens !== 'loop') return true
  const pod = reader.get('Pod', refOf(edge.from).key)
  return pod?.kind === 'Pod' && (pod.spec.nodeName ?? '') === ''
}

/** All that the lens is about, of the first so many relations. */
export function lensRelations(lens: Lens, reader: Reader, most: number): readonly Edge[] {
  if (lens === 'all') return []
  const { names, wants } = LENS_EDGES[lens]
  return relate(reader, (name) => names.includes(name), most).filter(
    (edge) => wants(edge) && isOurs(edge) && isOpen(lens, edge, reader),
  )
}

export function lensEdges(lens: Lens, reader: Reader): readonly Edge[] {
  return lensRelations(lens, reader, MOST_EDGES * 10).slice(0, MOST_EDGES)
}
