import { useMemo, useSyncExternalStore } from 'react'
import type { Pod } from '../../sim/index.ts'
import { loadedEngine } from '../../store/arrival.ts'
import { complaintOf } from '../../store/complaints.ts'
import { peekObject, runningCluster, simStore } from '../../store/sim.ts'
import { type Plug, plugsOf } from '../facts/plugs.ts'
import { podFacts } from '../facts/podFacts.ts'

export interface PlugLook extends Plug {
  readonly broken: boolean
  /** Why it is, in the kubelet's words, or how its server fails it; empty when it is whole. */
  readonly why: string
  /** It was mounted, and its server fails it since. */
  readonly served: boolean
}

/** What the claim is bound to now. */
function bound(claim: string) {
  const name = peekObject('PersistentVolumeClaim', claim)?.spec.volumeName
  return name ? peekObject('PersistentVolume', `/${name}`) : undefined
}

/** How the file server of a mounted volume fails its machine; empty when it does not. */
function troubleOf({ nfs }: Plug, node: string): string {
  const [engine, cluster] = [loadedEngine(), runningCluster()]
  if (!nfs || !engine || !cluster || !engine.serverAt(cluster, nfs.server)) return ''
  const client = engine.machineOf(cluster, node)?.ip ?? ''
  return engine.mountTrouble(cluster, nfs.server, nfs.path, client) ?? ''
}

/** What keeps plugs from working, as one line for each that is broken. */
function brokenIn(pod: Pod, plugs: readonly Plug[]): string {
  const complaint = podFacts(pod).tone === 'work' ? complaintOf(pod) : undefined
  const node = pod.spec.nodeName ?? ''
  return plugs
    .flatMap((plug) => {
      const named = complaint?.volumes.some((one) => one === plug.name || one === plug.volume)
      const why = named ? complaint?.message : node === '' ? '' : troubleOf(plug, node)
      return why ? [`${plug.name}\t${why}\t${named ? '' : 'served'}`] : []
    })
    .join('\n')
}

const NONE: readonly PlugLook[] = []

function looksOf(plugs: readonly Plug[], broken: string): readonly PlugLook[] {
  if (plugs.length === 0) return NONE
  const lines = new Map(
    broken.split('\n').map((line) => {
      const [name = '', why = '', served = ''] = line.split('\t')
      return [name, { why, served: served !== '' }]
    }),
  )
  return plugs.map((plug) => ({
    ...plug,
    broken: lines.has(plug.name),
    ...(lines.get(plug.name) ?? { why: '', served: false }),
  }))
}

/** The plugs of a pod's tile. A pod without volumes is asked nothing. */
export function usePlugs(pod: Pod): readonly PlugLook[] {
  const plugs = useMemo(() => plugsOf(pod, bound), [pod])
  const asked = plugs.some((plug) => plug.nfs) || podFacts(pod).tone === 'work'
  const broken = useSyncExternalStore(simStore.subscribe, () =>
    plugs.length > 0 && asked ? brokenIn(pod, plugs) : '',
  )
  return useMemo(() => looksOf(plugs, broken), [plugs, broken])
}

/** The plugs of a pod at this moment, for whoever points at them. */
export function plugsNow(pod: Pod): readonly PlugLook[] {
  const plugs = plugsOf(pod, bound)
  return looksOf(plugs, brokenIn(pod, plugs))
}
